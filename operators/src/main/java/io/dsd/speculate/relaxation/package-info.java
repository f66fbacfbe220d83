/** Relaxation: where a verdict may follow the drafter, and what that costs. */
package io.dsd.speculate.relaxation;
