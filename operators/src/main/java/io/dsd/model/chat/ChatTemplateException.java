package io.dsd.model.chat;

/** Messages that the model's chat template does not take; the message is the template's own. */
public final class ChatTemplateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error with its cause. */
  public ChatTemplateException(String message, Throwable cause) {
    super(message, cause);
  }
}
