/** Plans: how much each sequence drafts, by the policy and from what its rounds brought. */
package io.dsd.speculate.plan;
