package io.dsd.job.bench.loop;

import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceKernel;

/**
 * Opens the kernel of a slice that computes nothing.
 *
 * @param slice its number, from 0 on
 * @param slices how many there are
 */
record EchoKernels(int slice, int slices) implements KernelFactory {

  /** Neither the first nor the last: tokens enter elsewhere, and no logits leave. */
  @Override
  public SliceKernel open() {
    return new EchoKernel(new LayerRange(slice + 1, slice + 2, slices + 2));
  }
}
