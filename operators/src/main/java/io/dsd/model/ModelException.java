package io.dsd.model;

/**
 * A model that cannot be used, in words for the person who chose it: the message names the file or
 * the field, what was found, what is supported, and what to do.
 */
public final class ModelException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error with nothing beneath it. */
  public ModelException(String message) {
    super(message);
  }

  /** An error that another one caused. */
  public ModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
