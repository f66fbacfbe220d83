package io.dsd.job.bench.slice;

import io.dsd.job.bench.result.Occasion;
import io.dsd.job.bench.statistic.Quartiles;
import io.dsd.job.bench.statistic.Sample;
import io.dsd.message.Ints;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.Arithmetic;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.SliceEngine;
import io.dsd.model.torch.MachineFloors;
import io.dsd.model.torch.TorchKernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures forward passes of a whole model as one slice, without Flink: all shapes and the floors
 * in turns, so that what else the machine does falls on all alike.
 */
public final class SliceBenchmark {

  /** The JVM and libtorch compile meanwhile. */
  private static final int WARM_UP = 4;

  private final ModelFiles model;
  private final Arithmetic arithmetic;
  private final SlicePlan plan;
  private final PassCost cost;

  /**
   * Opens nothing yet.
   *
   * @param arithmetic on the CPU
   */
  public SliceBenchmark(ModelFiles model, Arithmetic arithmetic, SlicePlan plan) {
    this.model = model;
    this.arithmetic = arithmetic;
    this.plan = plan;
    this.cost = PassCost.of(model, arithmetic);
  }

  /** How many steps {@link #measure} makes. */
  public int steps() {
    return (WARM_UP + plan.runs()) * (plan.blocks().size() * plan.batches().size() + 1);
  }

  private record Shape(int block, int batch) {}

  /**
   * Loads the model and measures.
   *
   * @param occasion this one
   * @param step is run after each step
   * @throws io.dsd.model.ModelException if the model cannot be loaded
   */
  public SliceResult measure(Occasion occasion, Runnable step) {
    Map<Shape, List<Double>> passes = new LinkedHashMap<>();
    List<Double> reads = new ArrayList<>();
    List<Double> products = new ArrayList<>();
    try (MachineFloors floors =
            new MachineFloors(arithmetic.type(), cost.bytes(1, plan.context()));
        SliceDrive drive = drive()) {
      for (int run = -WARM_UP; run < plan.runs(); run++) {
        boolean counts = run >= 0;
        double read = floors.bytesPerNanosecond();
        double product = floors.operationsPerNanosecond();
        if (counts) {
          reads.add(read);
          products.add(product);
        }
        step.run();
        for (int block : plan.blocks()) {
          for (int batch : plan.batches()) {
            double millis = drive.pass(block, batch) / 1e6;
            if (counts) {
              passes
                  .computeIfAbsent(new Shape(block, batch), shape -> new ArrayList<>())
                  .add(millis);
            }
            step.run();
          }
        }
      }
      return result(occasion, passes, new Sample(reads), new Sample(products), floors.threads());
    }
  }

  private SliceDrive drive() {
    ModelConfig config = model.config();
    int rows = plan.context() + plan.longestBlock();
    TorchKernel kernel =
        TorchKernel.load(
            model.checkpoint(), LayerRange.whole(config.layers()), arithmetic, rows, Ints.empty());
    // each sequence may take twice its rows while they grow
    long memory = 2L * (plan.largestBatch() + 1) * rows * kernel.bytesPerRow() + (1 << 30);
    SliceEngine engine =
        new SliceEngine(kernel, memory, Integer.MAX_VALUE, Integer.MAX_VALUE, System::nanoTime);
    return new SliceDrive(engine, config.vocabularySize(), plan.context(), plan.largestBatch());
  }

  private SliceResult result(
      Occasion occasion,
      Map<Shape, List<Double>> passes,
      Sample reads,
      Sample products,
      int threads) {
    List<SlicePoint> points = new ArrayList<>();
    passes.forEach(
        (shape, millis) -> {
          int batch = shape.batch();
          double computing =
              cost.operations(shape.block(), batch, plan.context()) / products.median();
          points.add(
              new SlicePoint(
                  shape.block(),
                  batch,
                  Quartiles.of(new Sample(millis)),
                  millis(computing, cost.bytes(batch, plan.context()) / reads.median()),
                  millis(computing, cost.plainBytes(batch, plan.context()) / reads.median())));
        });
    return new SliceResult(
        occasion,
        model.name(),
        lower(arithmetic.type()),
        lower(arithmetic.weights()),
        plan.context(),
        plan.runs(),
        threads,
        Quartiles.of(reads),
        Quartiles.of(products).times(1 / 1_000.0),
        points);
  }

  private static double millis(double computingNanos, double readingNanos) {
    return Math.max(computingNanos, readingNanos) / 1e6;
  }

  private static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
