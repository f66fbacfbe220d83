package io.dsd.model.tokenizer;

import java.io.Serializable;

/** Opens a tokenizer where an operator runs. */
@FunctionalInterface
public interface TokenizerFactory extends Serializable {

  /**
   * A tokenizer of its own for the caller, who closes it.
   *
   * @throws io.dsd.model.ModelException if the model has none that is supported
   */
  Tokenizer open();
}
