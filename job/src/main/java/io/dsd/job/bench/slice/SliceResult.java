package io.dsd.job.bench.slice;

import io.dsd.job.bench.result.Occasion;
import io.dsd.job.bench.statistic.Quartiles;
import io.dsd.job.status.Columns;
import java.util.List;
import java.util.Locale;

/**
 * How long forward passes of a whole model took, and what the machine could do in the same run.
 *
 * @param occasion when and where
 * @param model its name
 * @param type the number type of the computation
 * @param weights the form of the weights
 * @param context tokens that each sequence had before
 * @param runs how often each shape was measured
 * @param threads how many threads libtorch used
 * @param gigabytesPerSecond reading memory
 * @param teraflopsPerSecond a large product of that type
 * @param points one for each shape
 */
public record SliceResult(
    Occasion occasion,
    String model,
    String type,
    String weights,
    int context,
    int runs,
    int threads,
    Quartiles gigabytesPerSecond,
    Quartiles teraflopsPerSecond,
    List<SlicePoint> points) {

  /** Keeps a copy. */
  public SliceResult {
    points = List.copyOf(points);
  }

  /** A table for people, with a line on what it is of. */
  public String text() {
    Columns table =
        new Columns(
            "block", "batch", "ms", "tokens/s", "floor ms", "x", type + " floor ms", "x floor");
    points.forEach(point -> table.add(point.row()));
    return String.format(
            Locale.ROOT,
            "%s, all layers and the head, %s, weights %s, %d tokens before, %d runs in turns, %d threads%n"
                + "memory %s GB/s, products %s TFLOP/s%n%n",
            model,
            type,
            weights,
            context,
            runs,
            threads,
            gigabytesPerSecond.text("%.1f"),
            teraflopsPerSecond.text("%.3f"))
        + table.text();
  }
}
