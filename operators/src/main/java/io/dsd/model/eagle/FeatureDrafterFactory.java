package io.dsd.model.eagle;

import static java.util.Objects.requireNonNull;

import io.dsd.speculate.Drafter;
import io.dsd.speculate.DrafterFactory;

/**
 * Opens a feature-based drafter.
 *
 * @param kernels opens its kernel
 * @param cacheBytes memory for KV rows
 * @param chunk how many tokens of a prompt it takes in at once
 */
public record FeatureDrafterFactory(FeatureKernelFactory kernels, long cacheBytes, int chunk)
    implements DrafterFactory {

  /** Checks that nothing is null. */
  public FeatureDrafterFactory {
    requireNonNull(kernels, "kernels");
  }

  @Override
  public Drafter open() {
    return new FeatureDrafter(kernels.open(), cacheBytes, chunk);
  }
}
