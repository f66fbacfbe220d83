package io.dsd.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EagleDirectoryTest {

  private static final Path MODELS = Resources.path("models");

  @TempDir private Path directory;

  /** The tiny draft with another text in its config. */
  private EagleDirectory open(String from, String to, String target) throws IOException {
    Path draft = MODELS.resolve("tiny-eagle3");
    Files.copy(draft.resolve("model.safetensors"), directory.resolve("model.safetensors"));
    String config = Files.readString(draft.resolve("config.json"));
    assertThat(config).contains(from);
    Files.writeString(directory.resolve("config.json"), config.replace(from, to));
    return new EagleDirectory(directory, ModelFiles.open(MODELS.resolve(target)).checkpoint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"vocab_size\": 320 | \"vocab_size\": 512 | config.json has vocab_size = 512; supported is the target's 320: a draft for it.",
        "\"vocab_size\": 320 | \"vocab_size\": 320, \"target_hidden_size\": 64 | config.json has target_hidden_size = 64; supported is the target's 32: a draft for it.",
        "\"draft_vocab_size\": 40 | \"draft_vocab_size\": 400 | config.json has draft_vocab_size = 400; supported is 1 to the target's 320.",
        "\"hidden_size\": 32 | \"hidden_size\": 48 | Tensor fc.weight in",
        "eagle_aux | aux | config.json has eagle_aux_hidden_state_layer_ids = nothing; supported is three rising",
        "'   3' | '   9' | config.json has eagle_aux_hidden_state_layer_ids = [0, 1, 9]; supported is three rising layers of the target, which has 5, but for the last.",
      })
  void whatDoesNotFitTheTargetIsNamed(String from, String to, String message) {
    assertThatThrownBy(() -> open(from, to, "tiny-llama"))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aTokenTakesAsManyProductsAsTheLayerAndTheHeadHaveWeights() throws IOException {
    EagleDirectory draft = open("\"vocab_size\": 320", "\"vocab_size\": 320", "tiny-llama");
    long layer =
        Stream.of(
                "self_attn.q",
                "self_attn.k",
                "self_attn.v",
                "self_attn.o",
                "mlp.gate",
                "mlp.up",
                "mlp.down")
            .mapToLong(name -> draft.ofLayer(name + "_proj.weight").toFloats().length)
            .sum();

    assertThat(draft.config().products())
        .isEqualTo(layer + draft.get("lm_head.weight").toFloats().length);
  }
}
