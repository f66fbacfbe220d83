package io.dsd.kafka.prompt;

import io.dsd.message.Ints;
import io.dsd.model.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;

/** A tokenizer with one token per UTF-8 byte, and 256 as the token that begins a text. */
final class ByteTokenizer implements Tokenizer {

  static final int BEGIN = 256;

  @Override
  public Ints encode(String text, boolean addSpecialTokens) {
    Ints tokens = addSpecialTokens ? Ints.of(BEGIN) : Ints.empty();
    int[] bytes = new int[text.getBytes(StandardCharsets.UTF_8).length];
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = text.getBytes(StandardCharsets.UTF_8)[at] & 0xff;
    }
    return tokens.append(bytes);
  }

  @Override
  public String decode(Ints tokens) {
    byte[] bytes = new byte[tokens.size()];
    int length = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (tokens.get(at) != BEGIN) {
        bytes[length++] = (byte) tokens.get(at);
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public int vocabularySize() {
    return BEGIN + 1;
  }

  @Override
  public String fingerprint() {
    return "bytes";
  }

  @Override
  public void close() {}
}
