package io.dsd.model.slice;

import java.io.Serializable;

/** Opens a slice's kernel where its subtask runs. */
@FunctionalInterface
public interface KernelFactory extends Serializable {

  /**
   * Loads the slice's weights.
   *
   * @throws io.dsd.model.ModelException if the model cannot be used there
   */
  SliceKernel open();

  /** The same, on one of the GPUs that are there if it is to compute on one. */
  default SliceKernel open(Gpus gpus) {
    return open();
  }
}
