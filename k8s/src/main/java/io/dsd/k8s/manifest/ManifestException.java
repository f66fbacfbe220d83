package io.dsd.k8s.manifest;

/** A manifest, or the tool that renders it, that cannot be used; the message is for users. */
public final class ManifestException extends RuntimeException {

  /** With what is wrong, and what to do. */
  public ManifestException(String message) {
    super(message);
  }

  /** The same, with where it comes from. */
  public ManifestException(String message, Throwable cause) {
    super(message, cause);
  }
}
