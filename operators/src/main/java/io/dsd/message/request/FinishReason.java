package io.dsd.message.request;

/** Why generation ended: the first two in the words of the OpenAI APIs, which have no others. */
public enum FinishReason {
  /** The end-of-sequence token or a stop text came. */
  STOP("stop"),
  /** {@code max_tokens} was reached, or the context was full. */
  LENGTH("length"),
  /** The request's deadline passed. */
  DEADLINE("deadline"),
  /** A cancel record named the sequence. */
  CANCELLED("cancelled");

  private final String word;

  FinishReason(String word) {
    this.word = word;
  }

  /** Whether the answer might have gone on. */
  public boolean isEarly() {
    return switch (this) {
      case STOP, LENGTH -> false;
      case DEADLINE, CANCELLED -> true;
    };
  }

  /** The word on the wire. */
  public String word() {
    return word;
  }
}
