package io.dsd.job.fetch;

/** A model that could not be fetched, in words for the person who asked for it. */
public final class FetchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error with nothing beneath it. */
  public FetchException(String message) {
    super(message);
  }

  /** An error that another one caused. */
  public FetchException(String message, Throwable cause) {
    super(message, cause);
  }
}
