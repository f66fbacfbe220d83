package io.dsd.model;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import io.dsd.model.checkpoint.LlamaShapes;
import io.dsd.model.gguf.GgufHeader;
import io.dsd.model.tokenizer.GgufTokenizers;
import io.dsd.model.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is wrong with a model's file, opening it works or says so, and takes little memory. */
final class DamagedModelTest {

  private static final List<byte[]> GGUFS =
      Stream.of(
              "tiny-llama-gguf/tiny-llama-q4_0.gguf",
              "tiny-llama3/model.gguf",
              "tiny-qwen2/model.gguf",
              "tiny-qwen3/model.gguf")
          .map(name -> Resources.bytes("models/" + name))
          .toList();
  private static final byte[] SENTENCE_PIECE =
      Resources.bytes("models/tokenizers/sentencepiece.gguf");
  private static final byte[] SAFETENSORS = Resources.bytes("models/tiny-llama/model.safetensors");
  private static final int GGUF_HEADER = 9_100;
  private static final int SAFETENSORS_HEADER = 4_900;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long ALLOWED_BYTES = 64 << 20;
  private static final List<Long> AWKWARD =
      List.of(0L, 1L, -1L, 1L << 31, (1L << 31) - 1, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, 8L);

  private static Path directory;

  /** A change to a file: eight bytes overwritten, or fewer, and perhaps the end cut off. */
  record Damage(int at, long value, int width, boolean cut) {

    byte[] of(byte[] good) {
      ByteBuffer bytes = ByteBuffer.wrap(good.clone()).order(ByteOrder.LITTLE_ENDIAN);
      switch (width) {
        case 1 -> bytes.put(at, (byte) value);
        case 4 -> bytes.putInt(at, (int) value);
        default -> bytes.putLong(at, value);
      }
      return cut ? Arrays.copyOf(bytes.array(), at) : bytes.array();
    }
  }

  @BeforeContainer
  static void copyTheTinyModel() throws IOException {
    directory = Files.createTempDirectory("damaged");
    for (String name : List.of("config.json", "tokenizer.json")) {
      Files.write(directory.resolve(name), Resources.bytes("models/tiny-llama/" + name));
    }
  }

  @AfterContainer
  static void deleteTheCopy() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  @Property(tries = 2000)
  void aDamagedGgufFileOpensOrSaysWhatIsWrong(
      @ForAll("ggufs") byte[] good, @ForAll("ggufDamage") List<Damage> damages) {
    Path file = directory.resolve("damaged.gguf");
    write(file, damages, good);
    assertOpensOrSays(file);
  }

  @Property(tries = 1000)
  void aDamagedSentencePieceTokenizerOpensOrSaysWhatIsWrong(
      @ForAll("ggufDamage") List<Damage> damages) {
    Path file = directory.resolve("damaged.gguf");
    write(file, damages, SENTENCE_PIECE);
    assertWorksOrSays(
        () -> {
          try (Tokenizer tokenizer = GgufTokenizers.open(GgufHeader.read(file).metadata())) {
            assertThat(tokenizer.vocabularySize()).isPositive();
          }
        });
  }

  @Property(tries = 1000)
  void aConfigWithAwkwardValuesOpensOrSaysWhatIsWrong(
      @ForAll("family") String family,
      @ForAll("field") String field,
      @ForAll("awkward") String value)
      throws IOException {
    ObjectNode config = ModelJson.read(Resources.path("models/" + family + "/config.json"));
    JsonNode awkward = JSON.readTree(value);
    if (config.get("rope_parameters") instanceof ObjectNode rope && rope.has(field)) {
      rope.set(field, awkward);
    } else {
      config.set(field, awkward);
    }
    JSON.writeValue(directory.resolve("config.json").toFile(), config);
    Path weights = Resources.path("models/" + family + "/model.safetensors");
    Files.copy(weights, directory.resolve("model.safetensors"), REPLACE_EXISTING);

    assertWorksOrSays(() -> assertThat(ModelFiles.open(directory).config().layers()).isPositive());
    Files.write(directory.resolve("config.json"), Resources.bytes("models/tiny-llama/config.json"));
  }

  @Property(tries = 1000)
  void aDamagedSafetensorsFileOpensOrSaysWhatIsWrong(
      @ForAll("safetensorsDamage") List<Damage> damages) {
    write(directory.resolve("model.safetensors"), damages, SAFETENSORS);
    assertOpensOrSays(directory);
  }

  @Provide
  Arbitrary<byte[]> ggufs() {
    return Arbitraries.of(GGUFS);
  }

  @Provide
  Arbitrary<String> family() {
    return Arbitraries.of("tiny-llama3", "tiny-mistral", "tiny-qwen2", "tiny-qwen3");
  }

  @Provide
  Arbitrary<String> field() {
    List<String> fields = new ArrayList<>(List.of("rope_scaling", "sliding_window"));
    for (String family : List.of("tiny-llama3", "tiny-qwen3")) {
      ObjectNode config = ModelJson.read(Resources.path("models/" + family + "/config.json"));
      config.fieldNames().forEachRemaining(fields::add);
      config.get("rope_parameters").fieldNames().forEachRemaining(fields::add);
    }
    return Arbitraries.of(fields);
  }

  @Provide
  Arbitrary<String> awkward() {
    return Arbitraries.of(
        "null",
        "true",
        "0",
        "-1",
        "1",
        "2147483647",
        "-2147483648",
        "1e300",
        "1e-300",
        "0.5",
        "9999999999999999999999",
        "\"\"",
        "\"llama3\"",
        "[]",
        "[[]]",
        "{}",
        "[1, -1]",
        "{\"rope_type\": \"llama3\", \"factor\": 1e308}",
        "{\"type\": \"linear\", \"factor\": -0.0}");
  }

  @Provide
  Arbitrary<List<Damage>> ggufDamage() {
    return damages(GGUF_HEADER);
  }

  @Provide
  Arbitrary<List<Damage>> safetensorsDamage() {
    return damages(SAFETENSORS_HEADER);
  }

  private static Arbitrary<List<Damage>> damages(int header) {
    Arbitrary<Integer> places =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 63), Arbitraries.integers().between(0, header));
    Arbitrary<Long> values =
        Arbitraries.oneOf(
            Arbitraries.of(AWKWARD), Arbitraries.longs(), Arbitraries.longs().between(32, 126));
    Arbitrary<Boolean> cuts =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true)));
    return Combinators.combine(places, values, Arbitraries.of(1, 4, 8), cuts)
        .as(Damage::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3);
  }

  private static void assertOpensOrSays(Path path) {
    assertWorksOrSays(
        () -> {
          ModelFiles files = ModelFiles.open(path);
          LlamaShapes.of(files.config())
              .keySet()
              .forEach(name -> files.checkpoint().get(name).toFloats());
          try (Tokenizer tokenizer = files.openTokenizer()) {
            assertThat(tokenizer.vocabularySize()).isPositive();
          }
          assertThat(files.chatTemplate()).isNotNull();
        });
  }

  private static void assertWorksOrSays(Runnable use) {
    long before = allocated();
    try {
      use.run();
    } catch (ModelException e) {
      assertThat(e).message().contains(directory.toString()).endsWith(".");
    }
    assertThat(allocated() - before).isLessThan(ALLOWED_BYTES);
  }

  private static void write(Path file, List<Damage> damages, byte[] good) {
    byte[] bytes = good;
    for (Damage damage : damages) {
      if (damage.at() + 8 <= bytes.length) {
        bytes = damage.of(bytes);
      }
    }
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
