package io.dsd.job.bench.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelFiles;
import io.dsd.model.checkpoint.WeightForm;
import io.dsd.model.slice.Arithmetic;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PassCostTest {

  private static final Path MODELS = Path.of("../operators/src/test/resources/models");

  private final ModelFiles model =
      ModelFiles.open(MODELS.resolve("tiny-llama-gguf/tiny-llama-q4_1.gguf"));

  @Test
  void unpackedWeightsTakeTwoBytesInBf16AndFourInFp32() {
    PassCost half = cost(ComputeType.BF16, WeightForm.UNPACKED);
    PassCost full = cost(ComputeType.FP32, WeightForm.AUTO);
    assertThat(half.weightBytes()).isEqualTo(2 * half.weights()).isEqualTo(half.plainBytes());
    assertThat(full.weightBytes()).isEqualTo(4 * full.weights()).isEqualTo(full.plainBytes());
  }

  @Test
  void storedWeightsTakeWhatTheFileHas() {
    PassCost stored = cost(ComputeType.BF16, WeightForm.AUTO);
    assertThat(stored.weightBytes()).isLessThan(stored.plainBytes());
    assertThat(stored.plainBytes()).isEqualTo(2 * stored.weights());
  }

  @Test
  void everyTokenCostsTwoOperationsAWeightAndAttentionOverAllBefore() {
    PassCost cost = cost(ComputeType.BF16, WeightForm.AUTO);
    ModelConfig config = model.config();
    double row = 4.0 * config.layers() * config.attentionHeads() * config.headSize();
    assertThat(cost.operations(1, 1, 0)).isCloseTo(2.0 * cost.weights() + row, within(1.0));
    assertThat(cost.operations(3, 2, 10))
        .isCloseTo(6 * (2.0 * cost.weights() + row * 12), within(1.0));
  }

  private PassCost cost(ComputeType type, WeightForm weights) {
    return PassCost.of(model, Arithmetic.of(type).with(weights));
  }
}
