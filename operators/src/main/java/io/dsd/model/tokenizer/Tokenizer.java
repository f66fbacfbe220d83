package io.dsd.model.tokenizer;

import io.dsd.message.Ints;

/** Turns text into token ids and back; safe for use by several threads. */
public interface Tokenizer extends AutoCloseable {

  /**
   * The token ids of {@code text}. Special tokens written out in the text, such as {@code
   * <|im_start|>}, become their ids.
   *
   * @param addSpecialTokens whether the model's own begin and end tokens are put around it; not
   *     wanted after a chat template, which writes them itself
   */
  Ints encode(String text, boolean addSpecialTokens);

  /** The text of {@code tokens} without special tokens; incomplete UTF-8 becomes U+FFFD. */
  String decode(Ints tokens);

  /** One more than the largest token id. */
  int vocabularySize();

  /** A digest of all (id, token) pairs: two models can share drafts if theirs are equal. */
  String fingerprint();

  @Override
  void close();
}
