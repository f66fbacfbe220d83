package io.dsd.job.demo;

/** A demonstration that cannot go on, in words for the person who started it. */
public final class DemoException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error with nothing beneath it. */
  public DemoException(String message) {
    super(message);
  }

  /** An error that another one caused. */
  public DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}
