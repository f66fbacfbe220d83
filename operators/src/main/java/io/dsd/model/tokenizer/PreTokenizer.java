package io.dsd.model.tokenizer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a byte-level BPE tokenizer cuts text before it merges.
 *
 * @param names what llama.cpp calls it in {@code tokenizer.ggml.pre}
 * @param patterns regular expressions in Oniguruma's syntax; each cuts the pieces that the one
 *     before left
 * @param wholeWords whether a piece that is a token is taken as it is, without merging; such
 *     tokenizers also put a begin-of-text token before a text unless the file says otherwise
 * @param composed whether text is brought to Unicode's composed form first
 */
record PreTokenizer(
    List<String> names, List<String> patterns, boolean wholeWords, boolean composed) {

  private static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
  private static final String WORDS =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|%s"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final String CASED_WORDS =
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
          + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final List<PreTokenizer> ALL =
      List.of(
          new PreTokenizer(List.of("smollm"), List.of("\\p{N}", GPT2), false, false),
          new PreTokenizer(List.of("gpt-2"), List.of(GPT2), false, false),
          new PreTokenizer(
              List.of("default"),
              List.of("[\\p{P}\\$\\+<=>\\^~\\|]+", GPT2, "\\p{N}+", "[0-9][0-9][0-9]"),
              false,
              false),
          new PreTokenizer(
              List.of("llama-bpe", "llama3", "llama-v3"),
              List.of(WORDS.formatted("\\p{N}{1,3}")),
              true,
              false),
          new PreTokenizer(List.of("tekken"), List.of(CASED_WORDS), true, false),
          new PreTokenizer(List.of("qwen2"), List.of(WORDS.formatted("\\p{N}")), false, true));

  PreTokenizer {
    names = List.copyOf(names);
    patterns = List.copyOf(patterns);
  }

  /** The one of that name. */
  static Optional<PreTokenizer> named(String name) {
    return ALL.stream().filter(one -> one.names.contains(name)).findFirst();
  }

  /** All names there are, for an error. */
  static String supported() {
    return ALL.stream().flatMap(one -> one.names.stream()).collect(Collectors.joining(", "));
  }
}
