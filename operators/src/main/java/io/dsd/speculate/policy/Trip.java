package io.dsd.speculate.policy;

/**
 * What one block's trip through the slices took, in milliseconds.
 *
 * @param total from sending the block to its verdict
 * @param compute forward passes that it took part in, of all slices together
 * @param queue waiting for a forward pass
 * @param batch how many tokens such a forward pass had on average, those of other blocks included;
 *     its own tokens where that is not known
 */
public record Trip(double total, double compute, double queue, double batch) {}
