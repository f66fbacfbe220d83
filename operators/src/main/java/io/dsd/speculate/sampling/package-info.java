/** Sampling: the target's tokens as a function of logits, seed and position alone. */
package io.dsd.speculate.sampling;
