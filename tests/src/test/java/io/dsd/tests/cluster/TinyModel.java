package io.dsd.tests.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** The tiny models with random weights that the operators' tests use. */
public final class TinyModel {

  private static final Path MODELS = Path.of("../operators/src/test/resources/models");

  private TinyModel() {}

  /** A Llama of five layers in a Hugging Face directory. */
  public static String directory() {
    return MODELS.resolve("tiny-llama").toAbsolutePath().normalize().toString();
  }

  /** The tokens that transformers generates greedily after {@code The river}, so many of them. */
  public static JsonNode afterTheRiver(int tokens) throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode cases = json.readTree(Path.of(directory(), "golden.json").toFile()).path("cases");
    JsonNode greedy = cases.path(0).path("greedy");
    return json.valueToTree(IntStream.range(0, tokens).map(i -> greedy.path(i).asInt()).toArray());
  }

  /** The same weights, rounded to four bits, in a GGUF file. */
  public static String rounded() {
    return MODELS
        .resolve("tiny-llama-gguf/tiny-llama-q4_0.gguf")
        .toAbsolutePath()
        .normalize()
        .toString();
  }

  /** A random draft for the Llama in EAGLE-3's layout. */
  public static String eagle() {
    return MODELS.resolve("tiny-eagle3").toAbsolutePath().normalize().toString();
  }
}
