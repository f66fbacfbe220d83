package io.dsd.model.draft;

import static java.util.Objects.requireNonNull;

import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.SliceKernel;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.DrafterFactory;

/**
 * Opens a draft model.
 *
 * @param kernels opens the kernel of all its layers
 * @param cacheBytes memory for KV rows
 * @param chunk how many tokens of a prompt it takes in at once
 */
public record ModelDrafterFactory(KernelFactory kernels, long cacheBytes, int chunk)
    implements DrafterFactory {

  /** Checks that nothing is null. */
  public ModelDrafterFactory {
    requireNonNull(kernels, "kernels");
  }

  @Override
  public Drafter open() {
    SliceKernel kernel = kernels.open();
    try {
      return new ModelDrafter(kernel, cacheBytes, chunk);
    } catch (RuntimeException e) {
      kernel.close();
      throw e;
    }
  }
}
