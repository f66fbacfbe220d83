package io.dsd.job.bench;

/** A measurement that cannot be made, or did not come to its end; the message is for users. */
public final class BenchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error with nothing beneath it. */
  public BenchException(String message) {
    super(message);
  }

  /** An error that another one caused. */
  public BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
