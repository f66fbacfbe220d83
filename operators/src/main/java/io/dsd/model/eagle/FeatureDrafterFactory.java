package io.dsd.model.eagle;

import static java.util.Objects.requireNonNull;

import io.dsd.model.draft.ComputingDrafterFactory;
import io.dsd.model.slice.Gpus;
import io.dsd.speculate.Drafter;

/**
 * Opens a feature-based drafter.
 *
 * @param kernels opens its kernel
 * @param cacheBytes memory for KV rows
 * @param chunk how many tokens of a prompt it takes in at once
 */
public record FeatureDrafterFactory(FeatureKernelFactory kernels, long cacheBytes, int chunk)
    implements ComputingDrafterFactory {

  /** Checks that nothing is null. */
  public FeatureDrafterFactory {
    requireNonNull(kernels, "kernels");
  }

  @Override
  public Drafter open() {
    return new FeatureDrafter(kernels.open(), cacheBytes, chunk);
  }

  @Override
  public Drafter open(Gpus gpus) {
    return new FeatureDrafter(kernels.open(gpus), cacheBytes, chunk);
  }
}
