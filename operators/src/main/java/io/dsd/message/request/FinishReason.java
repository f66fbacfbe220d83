package io.dsd.message.request;

/** Why generation ended, in the words of the OpenAI APIs. */
public enum FinishReason {
  /** The end-of-sequence token or a stop text came. */
  STOP("stop"),
  /** {@code max_tokens} was reached, or the context was full. */
  LENGTH("length");

  private final String word;

  FinishReason(String word) {
    this.word = word;
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }
}
