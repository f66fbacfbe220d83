package io.dsd.job.bench.slice;

import io.dsd.job.bench.statistic.Quartiles;
import java.util.List;
import java.util.Locale;

/**
 * The forward passes of one shape.
 *
 * @param block tokens of each sequence
 * @param batch sequences
 * @param millis how long a pass took, in milliseconds
 * @param floorMillis what reading its weights, in the form that they are stored in where that is
 *     allowed, or its products would take at best
 * @param plainFloorMillis the same with all weights in the type of the computation
 */
public record SlicePoint(
    int block, int batch, Quartiles millis, double floorMillis, double plainFloorMillis) {

  /** How many times the floor it took. */
  public double ratio() {
    return millis.median() / floorMillis;
  }

  /** Tokens of all sequences in a second. */
  public double tokensPerSecond() {
    return 1_000.0 * block * batch / millis.median();
  }

  /** How many times the floor it took whose weights are all in the type of the computation. */
  public double plainRatio() {
    return millis.median() / plainFloorMillis;
  }

  List<String> row() {
    return List.of(
        Integer.toString(block),
        Integer.toString(batch),
        millis.text("%.1f"),
        String.format(Locale.ROOT, "%.0f", tokensPerSecond()),
        String.format(Locale.ROOT, "%.1f", floorMillis),
        String.format(Locale.ROOT, "%.2f", ratio()),
        String.format(Locale.ROOT, "%.1f", plainFloorMillis),
        String.format(Locale.ROOT, "%.2f", plainRatio()));
  }
}
