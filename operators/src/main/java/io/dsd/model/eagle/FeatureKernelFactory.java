package io.dsd.model.eagle;

import java.io.Serializable;

/** Opens a feature-based draft's kernel where the draft operator runs. */
@FunctionalInterface
public interface FeatureKernelFactory extends Serializable {

  /**
   * Loads the draft's weights.
   *
   * @throws io.dsd.model.ModelException if the draft cannot be used there
   */
  FeatureKernel open();
}
