package io.dsd.operator.slice;

import static java.util.Objects.requireNonNull;

import io.dsd.model.slice.KernelFactory;
import java.io.Serializable;

/**
 * What a slice operator is made with.
 *
 * @param kernels opens the slice's kernel
 * @param cacheBytes memory for KV rows
 * @param shareMinimum how many rows of another sequence are read in place at least; fewer are
 *     copied
 * @param batchTokens a ragged batch of several sequences holds at most this many tokens
 * @param recordBytes the largest record that the slice sends or receives
 * @param speaksToTail whether the tail joins taps and hears from this slice, because it taps a
 *     layer or is the last: the tail is told which sequences have ended, too
 */
public record SliceSettings(
    KernelFactory kernels,
    long cacheBytes,
    int shareMinimum,
    int batchTokens,
    long recordBytes,
    boolean speaksToTail)
    implements Serializable {

  /** Checks that nothing is null. */
  public SliceSettings {
    requireNonNull(kernels, "kernels");
  }

  /** The same with another kernel. */
  public SliceSettings withKernels(KernelFactory other) {
    return new SliceSettings(
        other, cacheBytes, shareMinimum, batchTokens, recordBytes, speaksToTail);
  }
}
