package io.dsd.model.eagle;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.RowType;
import io.dsd.message.round.Taps;
import io.dsd.model.EagleConfig;
import io.dsd.model.EagleDirectory;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.KvRows;
import io.dsd.model.torch.TorchFeatureKernel;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What a step of the trained draft takes: proposals of chains and trees after a verdict of two
 * tokens, in turns. Run with {@code -Ddsd.benchmark.model=FILE}, the default model's.
 */
@EnabledIfSystemProperty(named = "dsd.benchmark.model", matches = ".+")
class DraftStepBenchmark {

  private static final Path DRAFT = Path.of("../drafts/smollm2-135m");
  private static final int HISTORY = 256;
  private static final int NEWS = 2;
  private static final int RUNS = 60;
  private static final int WARM = 15;
  private static final List<BlockShape> SHAPES =
      List.of(
          BlockShape.chain(1), BlockShape.chain(7), new BlockShape(7, 32), new BlockShape(8, 64));

  /** Tells how long its forward passes took. */
  private static final class TimedKernel implements FeatureKernel {

    private final FeatureKernel kernel;
    private long nanos;

    private TimedKernel(FeatureKernel kernel) {
      this.kernel = kernel;
    }

    @Override
    public EagleConfig config() {
      return kernel.config();
    }

    @Override
    public Ints toTarget() {
      return kernel.toTarget();
    }

    @Override
    public long bytesPerRow() {
      return kernel.bytesPerRow();
    }

    @Override
    public KvRows allocate(int capacity) {
      return kernel.allocate(capacity);
    }

    @Override
    public List<FeatureResult> forward(List<FeatureLane> lanes) {
      long start = System.nanoTime();
      try {
        return kernel.forward(lanes);
      } finally {
        nanos += System.nanoTime() - start;
      }
    }

    @Override
    public void close() {
      kernel.close();
    }
  }

  @Test
  void chainsAndTrees() {
    ModelFiles target = ModelFiles.open(Path.of(System.getProperty("dsd.benchmark.model")));
    EagleDirectory directory = new EagleDirectory(DRAFT, target.checkpoint());
    EagleConfig config = directory.config();
    Random random = new Random(1);
    TimedKernel kernel = new TimedKernel(TorchFeatureKernel.load(directory, ComputeType.BF16));
    try (FeatureDrafter drafter = new FeatureDrafter(kernel, 1 << 28, HISTORY)) {
      List<List<Double>> times = new ArrayList<>();
      List<List<Double>> inside = new ArrayList<>();
      SHAPES.forEach(shape -> inside.add(new ArrayList<>()));
      SHAPES.forEach(shape -> times.add(new ArrayList<>()));
      Ints tokens =
          Ints.of(random.ints(HISTORY + NEWS * RUNS * SHAPES.size() + 1, 0, 40_000).toArray());
      SequenceId sequence = new SequenceId("prompts", 0, 0);
      int known = HISTORY;
      drafter.learn(taps(sequence, config, tokens, 0, known, random));
      for (int run = 0; run < RUNS; run++) {
        for (int shape = 0; shape < SHAPES.size(); shape++) {
          drafter.learn(taps(sequence, config, tokens, known, known + NEWS, random));
          known += NEWS;
          DraftTask task =
              new DraftTask(
                  sequence,
                  tokens.slice(0, known + 1),
                  known + 1,
                  Sampling.greedy(),
                  SHAPES.get(shape));
          kernel.nanos = 0;
          long start = System.nanoTime();
          assertThat(drafter.propose(List.of(task)).get(0).size())
              .isEqualTo(SHAPES.get(shape).nodes());
          times.get(shape).add((System.nanoTime() - start) / 1e6);
          inside.get(shape).add(kernel.nanos / 1e6);
        }
      }
      for (int shape = 0; shape < SHAPES.size(); shape++) {
        System.out.printf(
            Locale.ROOT,
            "BENCH %s: %s ms, forward passes %s ms%n",
            SHAPES.get(shape),
            summary(times.get(shape)),
            summary(inside.get(shape)));
      }
    }
  }

  private static Taps taps(
      SequenceId sequence, EagleConfig config, Ints tokens, int from, int to, Random random) {
    byte[] rows = new byte[(to - from) * config.tapsWidth() * 2];
    for (int at = 0; at < rows.length; at += 2) {
      // bf16 of about 1 either way: sign and a mantissa by chance
      rows[at] = (byte) random.nextInt(128);
      rows[at + 1] = (byte) (random.nextBoolean() ? 0x3f : 0xbf);
    }
    return new Taps(
        sequence,
        1,
        0,
        from,
        to - from,
        Ints.range(0, to - from),
        tokens.slice(from, to),
        Ints.of(2, 15, 27),
        new HiddenStates(RowType.BF16, to - from, config.tapsWidth(), Bytes.owned(rows)));
  }

  private static String summary(List<Double> values) {
    List<Double> sorted = values.subList(WARM, values.size()).stream().sorted().toList();
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f–%.2f)",
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() / 4),
        sorted.get(sorted.size() * 3 / 4));
  }
}
