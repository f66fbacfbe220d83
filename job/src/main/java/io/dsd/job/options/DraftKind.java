package io.dsd.job.options;

/** Who guesses tokens. */
public enum DraftKind {
  /** Nobody: one token a round. */
  NONE,
  /** A lookup of the last tokens in the prompt and the answer so far. */
  NGRAM,
  /** A small model with the target's tokenizer. */
  MODEL,
  /** A network that looks at the target's hidden states, in EAGLE-3's layout. */
  EAGLE3;

  /** Whether a model has to be named. */
  public boolean needsModel() {
    return this == MODEL || this == EAGLE3;
  }
}
