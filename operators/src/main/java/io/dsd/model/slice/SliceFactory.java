package io.dsd.model.slice;

import java.io.Serializable;

/** Opens a slice where its subtask runs. */
@FunctionalInterface
public interface SliceFactory extends Serializable {

  /**
   * Loads the slice.
   *
   * @throws io.dsd.model.ModelException if the model cannot be used there
   */
  SliceEngine open();
}
