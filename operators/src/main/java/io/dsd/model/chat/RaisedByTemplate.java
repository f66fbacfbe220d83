package io.dsd.model.chat;

/** What a template's {@code raise_exception} throws; public because Jinjava calls it. */
public final class RaisedByTemplate extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private RaisedByTemplate(String message) {
    super(message);
  }

  /** Refuses the messages in the template's words. */
  @SuppressWarnings("DoNotCallSuggester") // the template calls it
  public static String raise(String message) {
    throw new RaisedByTemplate(message);
  }
}
