package io.dsd.job.options;

/** Who guesses tokens. */
public enum DraftKind {
  /** Nobody: one token a round. */
  NONE,
  /** A lookup of the last tokens in the prompt and the answer so far. */
  NGRAM,
  /** A small model with the target's tokenizer. */
  MODEL
}
