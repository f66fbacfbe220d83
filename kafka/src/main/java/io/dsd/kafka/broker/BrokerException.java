package io.dsd.kafka.broker;

/** The embedded broker could not start or stop; the message is meant for users. */
public final class BrokerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error with its cause. */
  public BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
