package io.dsd.job.cluster;

/** A cluster that cannot do what was asked; the message is meant for users. */
public final class ClusterException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error with nothing beneath it. */
  public ClusterException(String message) {
    super(message);
  }

  /** An error that another one caused. */
  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
