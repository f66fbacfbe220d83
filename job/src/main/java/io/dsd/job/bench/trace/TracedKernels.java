package io.dsd.job.bench.trace;

import io.dsd.model.slice.Gpus;
import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.SliceKernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Opens kernels that note each forward pass in a file.
 *
 * @param inner opens the real ones
 * @param slice the number of the slice
 * @param file where, on the slice's machine
 */
record TracedKernels(KernelFactory inner, int slice, String file) implements KernelFactory {

  @Override
  public SliceKernel open() {
    return traced(inner.open());
  }

  @Override
  public SliceKernel open(Gpus gpus) {
    return traced(inner.open(gpus));
  }

  private SliceKernel traced(SliceKernel kernel) {
    try {
      return new TracedKernel(kernel, slice, Files.newBufferedWriter(Path.of(file)));
    } catch (IOException unwritable) {
      kernel.close();
      throw new UncheckedIOException(unwritable);
    }
  }
}
