package io.dsd.model.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.message.Ints;
import io.dsd.model.ModelException;
import io.dsd.model.ModelJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** A tokenizer of Hugging Face's library, through DJL. */
public final class DjlTokenizer implements Tokenizer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false");

  private final HuggingFaceTokenizer tokenizer;
  private final int vocabularySize;
  private final String fingerprint;

  private DjlTokenizer(HuggingFaceTokenizer tokenizer, Vocabulary vocabulary) {
    this.tokenizer = tokenizer;
    this.vocabularySize = vocabulary.size();
    this.fingerprint = vocabulary.fingerprint();
  }

  /**
   * Opens the tokenizer in a {@code tokenizer.json}.
   *
   * @throws ModelException if the file is missing or is no tokenizer
   */
  public static Tokenizer open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          "%s is missing; a model directory needs it to turn text into tokens.".formatted(file));
    }
    return open(ModelJson.read(file), file.toString());
  }

  /** Opens the tokenizer of that JSON text, which errors call {@code source}. */
  static Tokenizer open(ObjectNode json, String source) {
    json.putNull("truncation").putNull("padding");
    Vocabulary vocabulary = Vocabulary.of(json, source);
    try {
      ByteArrayInputStream text = new ByteArrayInputStream(JSON.writeValueAsBytes(json));
      return new DjlTokenizer(HuggingFaceTokenizer.newInstance(text, OPTIONS), vocabulary);
    } catch (IOException | RuntimeException e) {
      throw new ModelException(
          "%s holds no usable tokenizer: %s.".formatted(source, e.getMessage()), e);
    }
  }

  @Override
  public Ints encode(String text, boolean addSpecialTokens) {
    long[] ids = tokenizer.encode(wellFormed(text), addSpecialTokens, false).getIds();
    return Ints.of(Arrays.stream(ids).mapToInt(Math::toIntExact).toArray());
  }

  @Override
  public String decode(Ints tokens) {
    return tokenizer.decode(tokens.stream().asLongStream().toArray(), true);
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public void close() {
    tokenizer.close();
  }

  /** The text with a question mark for each lone surrogate, which UTF-8 cannot express. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
