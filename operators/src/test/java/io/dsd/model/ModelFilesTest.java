package io.dsd.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.message.Ints;
import io.dsd.model.chat.ChatMessage;
import io.dsd.model.checkpoint.Checkpoint;
import io.dsd.model.checkpoint.LlamaShapes;
import io.dsd.model.checkpoint.StoredTensor;
import io.dsd.model.checkpoint.TensorType;
import io.dsd.model.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModelFilesTest {

  private static final ModelConfig TINY =
      new ModelConfig(
          Family.LLAMA, 320, 32, 64, 5, 4, 2, 8, 1e-5, Rope.plain(10_000), 512, true, Ints.of(2));

  @Test
  void aDirectoryTellsItsShape() {
    ModelFiles files = ModelFiles.open(Resources.path("models/tiny-llama"));

    assertThat(files.config()).isEqualTo(TINY);
    assertThat(files.name()).isEqualTo("tiny-llama");
  }

  @Test
  void aShardedDirectoryWithAHeadOfItsOwnTellsItsShape() {
    ModelFiles files = ModelFiles.open(Resources.path("models/tiny-llama-untied"));

    assertThat(files.config().tiedEmbeddings()).isFalse();
    assertThat(files.config().vocabularySize()).isEqualTo(300);
    assertThat(files.checkpoint().get("lm_head.weight").shape()).containsExactly(300, 32);
  }

  @ParameterizedTest
  @CsvSource({"f32, 0", "f16, 1e-3", "bf16, 1e-2", "q8_0, 1e-2", "q4_0, 0.15", "q4_1, 0.15"})
  void aGgufFileHoldsTheSameModelUpToItsPrecision(String type, float tolerance) {
    Checkpoint directory = ModelFiles.open(Resources.path("models/tiny-llama")).checkpoint();
    ModelFiles gguf = gguf(type);

    assertThat(gguf.config())
        .usingRecursiveComparison()
        .withComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
        .isEqualTo(TINY);
    for (String name : LlamaShapes.of(TINY).keySet()) {
      StoredTensor tensor = gguf.checkpoint().get(name);
      float[] expected = directory.get(name).toFloats();
      float largest = 0;
      for (float number : expected) {
        largest = Math.max(largest, Math.abs(number));
      }
      assertThat(tensor.shape()).isEqualTo(directory.get(name).shape());
      assertThat(tensor.toFloats())
          .as(name)
          .usingComparatorWithPrecision(tolerance * largest)
          .containsExactly(expected);
    }
  }

  @Test
  void onlyQueriesAndKeysOfAGgufFileAreNotPlain() {
    Checkpoint checkpoint = gguf("f32").checkpoint();

    assertThat(LlamaShapes.of(TINY).keySet())
        .allSatisfy(
            name ->
                assertThat(checkpoint.get(name).plain())
                    .isEqualTo(!name.contains("q_proj") && !name.contains("k_proj")));
  }

  @Test
  void typesOfAGgufFileAreKept() {
    Checkpoint checkpoint = gguf("q4_1").checkpoint();

    assertThat(checkpoint.get("model.norm.weight").type()).isEqualTo(TensorType.F32);
    assertThat(checkpoint.get("model.layers.4.mlp.down_proj.weight").type())
        .isEqualTo(TensorType.Q4_1);
    assertThat(checkpoint.find("lm_head.weight")).isEmpty();
  }

  @Test
  void aDirectoryAndItsGgufFileHaveOneTokenizerAndAnotherModelHasNot() {
    try (Tokenizer directory = tokenizer("models/tiny-llama");
        Tokenizer gguf = gguf("q8_0").openTokenizer();
        Tokenizer other = tokenizer("models/tiny-llama-untied")) {
      assertThat(gguf.fingerprint()).isEqualTo(directory.fingerprint());
      assertThat(other.fingerprint()).isNotEqualTo(directory.fingerprint());
      assertThat(gguf.vocabularySize()).isEqualTo(directory.vocabularySize()).isEqualTo(320);
      String text = "<|im_start|>user\nthe river 12  345 ünï 🙂<|im_end|>";
      assertThat(gguf.encode(text, true)).isEqualTo(directory.encode(text, true));
    }
  }

  @Test
  void aDirectoryAndItsGgufFileHaveOneChatTemplate() {
    List<ChatMessage> messages = List.of(new ChatMessage("user", "Hi"));
    ModelFiles directory = ModelFiles.open(Resources.path("models/tiny-llama"));

    assertThat(directory.chatTemplate().orElseThrow().render(messages))
        .isEqualTo("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
    assertThat(gguf("f16").chatTemplate().orElseThrow().render(messages))
        .isEqualTo("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
  }

  @Test
  void aPathWithoutAModelSaysWhatIsExpected(@TempDir Path directory) throws IOException {
    Path text = Files.writeString(directory.resolve("notes.txt"), "GGU");

    assertThatThrownBy(() -> ModelFiles.open(directory.resolve("nowhere")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("nowhere does not exist")
        .hasMessageContaining("GGUF file, or a Hugging Face directory");
    assertThatThrownBy(() -> ModelFiles.open(directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("a directory without config.json");
    assertThatThrownBy(() -> ModelFiles.open(text))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("neither a directory nor a GGUF file");
  }

  @Test
  void aMissingTensorIsNamed() {
    Checkpoint checkpoint = gguf("f32").checkpoint();

    assertThatThrownBy(() -> checkpoint.get("model.layers.5.mlp.up_proj.weight"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("tiny-llama-f32.gguf")
        .hasMessageContaining("model.layers.5.mlp.up_proj.weight");
  }

  private static Tokenizer tokenizer(String directory) {
    return ModelFiles.open(Resources.path(directory)).openTokenizer();
  }

  private static ModelFiles gguf(String type) {
    return ModelFiles.open(
        Resources.path("models/tiny-llama-gguf/tiny-llama-%s.gguf".formatted(type)));
  }
}
