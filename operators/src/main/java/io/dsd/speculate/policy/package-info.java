/** Policy: how much is drafted and how many blocks are on their way, from what was measured. */
package io.dsd.speculate.policy;
