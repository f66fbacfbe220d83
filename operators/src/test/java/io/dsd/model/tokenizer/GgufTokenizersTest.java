package io.dsd.model.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.message.Ints;
import io.dsd.model.ModelException;
import io.dsd.model.Resources;
import io.dsd.model.gguf.GgufHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GgufTokenizersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "smollm",
        "gpt-2",
        "default",
        "llama-bpe",
        "qwen2",
        "tekken",
        "sentencepiece",
        "sentencepiece-bare"
      })
  void everyTextHasTheTokensOfTheOriginalTokenizer(String pre) {
    JsonNode golden = Resources.json("models/tokenizers/" + pre + ".golden.json").get("texts");
    try (Tokenizer tokenizer = open(Resources.path("models/tokenizers/" + pre + ".gguf"))) {
      assertThat(golden)
          .hasSizeGreaterThan(10)
          .allSatisfy(
              one -> {
                Ints tokens = Ints.of(Resources.integers(one.get("tokens")));
                assertThat(tokenizer.encode(one.get("text").asText(), true)).isEqualTo(tokens);
                assertThat(tokenizer.decode(tokens)).isEqualTo(one.get("decoded").asText());
              });
    }
  }

  @Test
  void aBeginTokenIsLeftOutAfterAChatTemplate() {
    try (Tokenizer tokenizer = open(Resources.path("models/tokenizers/llama-bpe.gguf"))) {
      Ints alone = tokenizer.encode("the river", false);

      assertThat(tokenizer.encode("the river", true)).isEqualTo(Ints.of(1).append(alone));
      assertThat(tokenizer.decode(tokenizer.encode("the river", true))).isEqualTo("the river");
    }
  }

  @Test
  void halfACharacterDecodesToTheReplacementCharacterAndALoneSurrogateIsNoError() {
    try (Tokenizer tokenizer = open(Resources.path("models/tokenizers/smollm.gguf"))) {
      Ints smile = tokenizer.encode("🙂", false);

      assertThat(tokenizer.decode(smile)).isEqualTo("🙂");
      assertThat(tokenizer.decode(smile.slice(0, smile.size() - 1))).endsWith("\ufffd");
      assertThat(tokenizer.decode(tokenizer.encode("a\ud800b", false))).isEqualTo("a?b");
    }
  }

  @Test
  void anUnknownPreTokenizerIsRefusedByName(@TempDir Path directory) throws IOException {
    Path file = replaced(directory, "smollm", "smellm");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tokenizer.ggml.pre = smellm")
        .hasMessageContaining("smollm, gpt-2, default, llama-bpe");
  }

  @ParameterizedTest
  @ValueSource(strings = {"deepseek-llm", "deepseek-r1-qwen", "falcon"})
  void aPreTokenizerOfAnotherFamilyIsRefusedByName(String pre, @TempDir Path directory)
      throws IOException {
    byte[] bytes = Resources.bytes("models/tokenizers/smollm.gguf");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String renamed = text.replace(stored("smollm"), stored(pre));
    Path file = directory.resolve("a.gguf");
    Files.write(file, renamed.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a.gguf has tokenizer.ggml.pre = " + pre)
        .hasMessageContaining("supported are smollm, gpt-2, default, llama-bpe");
  }

  @Test
  void scoresThatAreMissingAreNamed(@TempDir Path directory) throws IOException {
    byte[] bytes = Resources.bytes("models/tokenizers/sentencepiece.gguf");
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Path file = directory.resolve("a.gguf");
    String renamed = text.replace("tokenizer.ggml.scores", "tokenizer.ggml.stores");
    Files.write(file, renamed.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a.gguf has no metadata tokenizer.ggml.scores");
  }

  @Test
  void anotherKindOfTokenizerIsRefusedByName(@TempDir Path directory) throws IOException {
    Path file = replaced(directory, "gpt2", "bert");

    assertThatThrownBy(() -> open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tokenizer.ggml.model = bert")
        .hasMessageContaining("gpt2 (byte-level BPE) and llama (SentencePiece)");
  }

  private static Tokenizer open(Path file) {
    return GgufTokenizers.open(GgufHeader.read(file).metadata());
  }

  /** A string as GGUF files have it, after its length. */
  private static String stored(String text) {
    return (char) text.length() + "\0\0\0\0\0\0\0" + text;
  }

  private static Path replaced(Path directory, String from, String to) throws IOException {
    byte[] bytes = Resources.bytes("models/tokenizers/smollm.gguf");
    String text = new String(bytes, StandardCharsets.ISO_8859_1).replace(from, to);
    return Files.write(directory.resolve("a.gguf"), text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
