package io.dsd.job.certificate;

/** Certificates that cannot be made or used; the message is meant for users. */
public final class CertificateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error with nothing beneath it. */
  public CertificateException(String message) {
    super(message);
  }

  /** An error that another one caused. */
  public CertificateException(String message, Throwable cause) {
    super(message, cause);
  }
}
