package io.dsd.model.eagle;

import io.dsd.model.slice.Gpus;
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

  /** The same, on one of the GPUs that are there if it is to compute on one. */
  default FeatureKernel open(Gpus gpus) {
    return open();
  }
}
