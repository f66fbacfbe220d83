package io.dsd.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPlanTest {

  private static final Path MODELS = Path.of("../operators/src/test/resources/models");

  @TempDir private Path folder;

  /** The model with a context of 8192 tokens instead of 512. */
  private Path longer(String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    try (var files = Files.list(MODELS.resolve(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Path config = copy.resolve("config.json");
    String text = Files.readString(config);
    String other = text.replaceFirst("(\"max_position_embeddings\": *)512", "$18192");
    assertThat(other).isNotEqualTo(text);
    Files.writeString(config, other);
    return copy;
  }

  private Options options(String draft, String memory) throws IOException {
    Path target = folder.resolve("tiny-llama");
    if (!Files.exists(target)) {
      longer("tiny-llama");
    }
    return OptionsReader.parse(
        "dsd.yaml",
        String.join(
            "\n",
            List.of(
                "model: " + target,
                "slices: 2",
                "dtype: fp32",
                "kafka.bootstrap-servers: localhost:9092",
                "kv.memory: " + memory,
                draft,
                "")));
  }

  @Test
  void aDraftWhoseCacheCannotHoldTheWholeContextIsRefusedBySetting() throws IOException {
    String eagle = "draft.kind: eagle3\ndraft.model: " + longer("tiny-eagle3");
    assertThatThrownBy(() -> new ModelPlan(options(eagle, "1m")).draft())
        .isInstanceOf(OptionsException.class)
        .hasMessage(
            "kv.memory: '1 mb' is not enough for the draft, whose KV caches may take as much as a"
                + " slice's: one sequence of 8,192 tokens takes 1,572,864 bytes; raise kv.memory,"
                + " or choose a smaller draft");
    String model = "draft.kind: model\ndraft.model: " + folder.resolve("tiny-llama");
    assertThatThrownBy(() -> new ModelPlan(options(model, "1m")).draft())
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining("kv.memory: '1 mb' is not enough for the draft");
  }

  @Test
  void aDraftWhoseCacheHoldsItIsNot() throws IOException {
    String eagle = "draft.kind: eagle3\ndraft.model: " + longer("tiny-eagle3");
    assertThat(new ModelPlan(options(eagle, "2m")).draft().drafters().name()).isEqualTo("eagle3");
  }
}
