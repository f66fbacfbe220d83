package io.dsd.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.model.Family;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelException;
import io.dsd.model.Rope;
import io.dsd.model.RopeScaling;
import io.dsd.model.checkpoint.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GgufLlamaTest {

  private final Map<String, GgufValue> values =
      new HashMap<>(
          Map.of(
              "general.architecture", new GgufValue.Text("qwen3"),
              "qwen3.embedding_length", new GgufValue.Whole(64),
              "qwen3.feed_forward_length", new GgufValue.Whole(96),
              "qwen3.block_count", new GgufValue.Whole(2),
              "qwen3.context_length", new GgufValue.Whole(4096),
              "qwen3.attention.head_count", new GgufValue.Whole(4),
              "qwen3.attention.head_count_kv", new GgufValue.Whole(2),
              "qwen3.attention.layer_norm_rms_epsilon", new GgufValue.Real(1e-6)));

  @Test
  void headsMayBeWiderThanTheirShareOfAHiddenState() {
    assertThat(config().headSize()).isEqualTo(16);
    values.put("qwen3.attention.key_length", new GgufValue.Whole(32));

    assertThat(config().headSize()).isEqualTo(32);
    assertThat(config().family()).isEqualTo(Family.QWEN3);
  }

  @ParameterizedTest
  @CsvSource({"64, 64", "4096, 4096", "5000, 4096", "0, 4096"})
  void aSlidingWindowLimitsTheContext(int window, int context) {
    values.put("qwen3.attention.sliding_window", new GgufValue.Whole(window));

    assertThat(config().contextLength()).isEqualTo(context);
  }

  @ParameterizedTest
  @CsvSource({"scaling.factor", "scale_linear"})
  void aFactorWithoutATypeIsALinearOne(String key) {
    assertThat(config().rope()).isEqualTo(Rope.plain(10_000));
    values.put("qwen3.rope." + key, new GgufValue.Real(4));
    values.put("qwen3.rope.freq_base", new GgufValue.Real(1e6));

    assertThat(config().rope()).isEqualTo(new Rope(1e6, new RopeScaling.Linear(4)));

    values.put("qwen3.rope.scaling.type", new GgufValue.Text("none"));
    assertThat(config().rope()).isEqualTo(Rope.plain(1e6));
  }

  @ParameterizedTest
  @CsvSource({"yarn", "longrope", "dynamic"})
  void anotherScalingIsRefusedByName(String type) {
    values.put("qwen3.rope.scaling.type", new GgufValue.Text(type));

    assertThatThrownBy(this::config)
        .isInstanceOf(ModelException.class)
        .hasMessage(
            "some.gguf has qwen3.rope.scaling.type = %s; supported is none or linear.", type);
  }

  @ParameterizedTest
  @CsvSource({
    "attention.value_length, 8, the head size 16",
    "rope.dimension_count, 8, the head size 16",
    "expert_count, 8, 0"
  })
  void whatADecoderCannotHaveIsRefusedByName(String key, int value, String supported) {
    values.put("qwen3." + key, new GgufValue.Whole(value));

    assertThatThrownBy(this::config)
        .isInstanceOf(ModelException.class)
        .hasMessage("some.gguf has qwen3.%s = %d; supported is %s.", key, value, supported);
  }

  @Test
  void aScaledAttentionIsRefusedByName() {
    values.put("qwen3.rope.scaling.attn_factor", new GgufValue.Real(1.5));

    assertThatThrownBy(this::config).hasMessageContaining("attn_factor = 1.5; supported is 1");
  }

  @Test
  void frequencyFactorsOfAnotherShapeAreRefused() {
    GgufHeader.Entry factors =
        new GgufHeader.Entry("rope_freqs.weight", TensorType.F32, List.of(5), 0);

    assertThatThrownBy(() -> config(factors))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("rope_freqs.weight in some.gguf is of type F32 and shape [5]")
        .hasMessageContaining("[8]");
  }

  @Test
  void frequencyFactorsBesideALinearFactorAreRefused() {
    values.put("qwen3.rope.scaling.factor", new GgufValue.Real(4));
    GgufHeader.Entry factors =
        new GgufHeader.Entry("rope_freqs.weight", TensorType.F32, List.of(8), 0);

    assertThatThrownBy(() -> config(factors))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("linear beside the tensor rope_freqs.weight");
  }

  private ModelConfig config(GgufHeader.Entry... more) {
    List<GgufHeader.Entry> tensors = new ArrayList<>(List.of(more));
    tensors.add(new GgufHeader.Entry("token_embd.weight", TensorType.F32, List.of(50, 64), 0));
    GgufMetadata metadata = new GgufMetadata(Path.of("some.gguf"), values);
    return new GgufLlama(new GgufHeader(metadata, tensors)).config();
  }
}
