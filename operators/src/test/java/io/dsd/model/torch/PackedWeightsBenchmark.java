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
import io.dsd.model.slice.LayerRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A forward pass of a whole model with weights in four bits and unpacked, in turns, over block
 * sizes. Run with {@code -Ddsd.benchmark.model=FILE}.
 */
@EnabledIfSystemProperty(named = "dsd.benchmark.model", matches = ".+")
class PackedWeightsBenchmark {

  private static final int HISTORY = 256;
  private static final int RUNS = 60;
  private static final int WARM = 10;

  @Test
  void blocksOfAllSizes() {
    ModelFiles model = ModelFiles.open(Path.of(System.getProperty("dsd.benchmark.model")));
    LayerRange whole = LayerRange.whole(model.config().layers());
    Arithmetic unpacked = Arithmetic.of(ComputeType.BF16);
    Arithmetic packed = unpacked.with(WeightForm.INT4);
    assertThat(WeightLoader.allowed(model.checkpoint(), whole, packed)).isEqualTo(packed);
    try (TorchKernel one = TorchKernel.load(model.checkpoint(), whole, packed, 512, Ints.empty());
        TorchKernel other =
            TorchKernel.load(model.checkpoint(), whole, unpacked, 512, Ints.empty())) {
      for (int size : new int[] {1, 2, 4, 8, 12, 15, 16, 32}) {
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
          first.add(millis(one, size));
          second.add(millis(other, size));
        }
        System.out.printf(
            Locale.ROOT,
            "BENCH %d tokens: four bits %s ms, unpacked %s ms%n",
            size,
            summary(first),
            summary(second));
      }
    }
  }

  private static double millis(TorchKernel kernel, int size) {
    try (KvRows rows = kernel.allocate(512)) {
      Ints positions = Ints.range(HISTORY, HISTORY + size);
      Ints tokens = Ints.range(100, 100 + size);
      Lane lane =
          new Lane(
              rows, HISTORY, positions, new AttentionMask.Causal(), tokens, Optional.empty(), 0);
      long start = System.nanoTime();
      kernel.forward(List.of(lane));
      return (System.nanoTime() - start) / 1e6;
    }
  }

  private static String summary(List<Double> values) {
    List<Double> sorted = values.subList(WARM, values.size()).stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.1f (%.1f–%.1f)",
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() / 4),
        sorted.get(sorted.size() * 3 / 4));
  }
}
