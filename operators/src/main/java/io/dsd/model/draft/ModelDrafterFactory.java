package io.dsd.model.draft;

import static java.util.Objects.requireNonNull;

import io.dsd.model.slice.Gpus;
import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.SliceKernel;
import io.dsd.speculate.Drafter;

/**
 * Opens a draft model.
 *
 * @param kernels opens the kernel of all its layers
 * @param cacheBytes memory for KV rows
 * @param chunk how many tokens of a prompt it takes in at once
 */
public record ModelDrafterFactory(KernelFactory kernels, long cacheBytes, int chunk)
    implements ComputingDrafterFactory {

  /** Checks that nothing is null. */
  public ModelDrafterFactory {
    requireNonNull(kernels, "kernels");
  }

  @Override
  public Drafter open() {
    return drafter(kernels.open());
  }

  @Override
  public Drafter open(Gpus gpus) {
    return drafter(kernels.open(gpus));
  }

  private Drafter drafter(SliceKernel kernel) {
    try {
      return new ModelDrafter(kernel, cacheBytes, chunk);
    } catch (RuntimeException e) {
      kernel.close();
      throw e;
    }
  }
}
