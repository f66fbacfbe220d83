package io.dsd.job.bench.slice;

import java.util.List;

/**
 * Which forward passes are measured: each block size with each batch.
 *
 * @param blocks tokens of one sequence in a pass
 * @param batches sequences in a pass
 * @param context tokens that each sequence has before
 * @param runs how often each is measured
 */
public record SlicePlan(List<Integer> blocks, List<Integer> batches, int context, int runs) {

  /** Keeps copies. */
  public SlicePlan {
    blocks = List.copyOf(blocks);
    batches = List.copyOf(batches);
  }

  /** The longest block. */
  int longestBlock() {
    return blocks.stream().max(Integer::compare).orElse(1);
  }

  /** The most sequences. */
  int largestBatch() {
    return batches.stream().max(Integer::compare).orElse(1);
  }
}
