package io.dsd.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.checkpoint.WeightForm;
import io.dsd.model.slice.Arithmetic;
import io.dsd.model.slice.KvRows;
import io.dsd.model.slice.Lane;
import io.dsd.model.slice.LaneResult;
import io.dsd.model.slice.LayerRange;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Small blocks with weights in four bits say what large ones say with the same weights unpacked.
 */
class PackedWeightsTest {

  private static final Path MODELS = Path.of("src/test/resources/models");
  private static final Ints PROMPT = Ints.of(5, 17, 250, 31, 8, 99, 3);

  @ParameterizedTest
  @CsvSource({
    "tiny-llama-gguf/tiny-llama-q4_0.gguf, AUTO",
    "tiny-llama-gguf/tiny-llama-q4_1.gguf, AUTO",
    "tiny-llama-gguf/tiny-llama-q4_1.gguf, INT4",
    "tiny-llama, INT4",
    "tiny-llama3, INT4",
    "tiny-mistral, INT4",
    "tiny-qwen2, INT4",
    "tiny-qwen3, INT4"
  })
  void blocksOfEitherSideOfTheBorderAgree(String name, WeightForm form) {
    ModelFiles model = ModelFiles.open(MODELS.resolve(name));
    LayerRange whole = LayerRange.whole(model.config().layers());
    Arithmetic arithmetic = Arithmetic.of(ComputeType.BF16).with(form);
    assertThat(WeightLoader.allowed(model.checkpoint(), whole, arithmetic)).isEqualTo(arithmetic);
    try (TorchKernel kernel =
        TorchKernel.load(model.checkpoint(), whole, arithmetic, 512, Ints.empty())) {
      assertThat(PROMPT.size()).isLessThan(ProductForm.SMALL_BLOCK);
      float[] packed = logits(kernel, 1);
      float[] unpacked = logits(kernel, 2);
      assertThat(distance(packed, unpacked)).isLessThan(0.1);
      // other instructions round otherwise: the same numbers would mean the same path
      assertThat(packed).isNotEqualTo(unpacked);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tiny-llama, BF16, AUTO",
    "tiny-llama-gguf/tiny-llama-q8_0.gguf, BF16, AUTO",
    "tiny-llama-gguf/tiny-llama-q4_1.gguf, FP32, AUTO",
    "tiny-llama-gguf/tiny-llama-q4_1.gguf, BF16, UNPACKED"
  })
  void whatIsNotStoredInFourBitsOrComputedInBf16IsUnpacked(
      String name, ComputeType type, WeightForm form) {
    ModelFiles model = ModelFiles.open(MODELS.resolve(name));
    LayerRange whole = LayerRange.whole(model.config().layers());
    Arithmetic arithmetic = Arithmetic.of(type).with(form);
    assertThat(WeightLoader.allowed(model.checkpoint(), whole, arithmetic))
        .isEqualTo(Arithmetic.of(type));
  }

  @ParameterizedTest
  @CsvSource({"tiny-llama-gguf/tiny-llama-q4_0.gguf", "tiny-llama-gguf/tiny-llama-q4_1.gguf"})
  void whatIsStoredInFourBitsIsTheSameModelPackedOrInFullPrecision(String name) {
    ModelFiles model = ModelFiles.open(MODELS.resolve(name));
    LayerRange whole = LayerRange.whole(model.config().layers());
    try (TorchKernel packed =
            TorchKernel.load(
                model.checkpoint(),
                whole,
                Arithmetic.of(ComputeType.BF16).with(WeightForm.AUTO),
                512,
                Ints.empty());
        TorchKernel full = TorchKernel.load(model.checkpoint(), whole, ComputeType.FP32, 512)) {
      assertThat(distance(logits(packed, 1), logits(full, 1))).isLessThan(0.1);
    }
  }

  /** The logits after the prompt, computed beside others of its like. */
  private static float[] logits(TorchKernel kernel, int lanes) {
    List<KvRows> rows =
        IntStream.range(0, lanes).mapToObj(lane -> kernel.allocate(PROMPT.size())).toList();
    try {
      List<Lane> all =
          rows.stream()
              .map(
                  own ->
                      new Lane(
                          own,
                          0,
                          Ints.range(0, PROMPT.size()),
                          new AttentionMask.Causal(),
                          PROMPT,
                          Optional.empty(),
                          PROMPT.size() - 1))
              .toList();
      return ((LaneResult.Scores) kernel.forward(all).get(0)).logits().row(0);
    } finally {
      rows.forEach(KvRows::close);
    }
  }

  /** The length of the difference by that of the second. */
  private static double distance(float[] one, float[] other) {
    double difference = 0;
    double length = 0;
    for (int i = 0; i < other.length; i++) {
      difference += Math.pow(one[i] - other[i], 2);
      length += Math.pow(other[i], 2);
    }
    return Math.sqrt(difference / length);
  }
}
