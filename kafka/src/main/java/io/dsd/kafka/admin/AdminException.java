package io.dsd.kafka.admin;

/** The brokers cannot be used as they are; the message is meant for users. */
public final class AdminException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error of the user's making. */
  public AdminException(String message) {
    super(message);
  }

  /** An error with its cause. */
  public AdminException(String message, Throwable cause) {
    super(message, cause);
  }
}
