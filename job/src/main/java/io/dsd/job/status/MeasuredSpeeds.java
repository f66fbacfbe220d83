package io.dsd.job.status;

import io.dsd.job.cluster.ClusterException;
import io.dsd.metrics.Metric;
import io.dsd.model.slice.LayerBalance;
import io.dsd.model.slice.LayerRange;
import io.dsd.model.slice.Machine;
import io.dsd.model.slice.SliceWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How fast the machines of a job's slices are, from what its forward passes took, and how the model
 * would be cut for them.
 */
public final class MeasuredSpeeds {

  private final SliceWeights weights;
  private final List<LayerRange> ranges;
  private final double[] millis;

  private MeasuredSpeeds(SliceWeights weights, List<LayerRange> ranges, double[] millis) {
    this.weights = weights;
    this.ranges = ranges;
    this.millis = millis;
  }

  /**
   * Those of a job.
   *
   * @param weights of the model that it serves
   * @throws ClusterException if it serves another one, or has not computed anything yet
   */
  public static MeasuredSpeeds of(JobStatus job, SliceWeights weights) {
    List<Integer> sizes = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    int slices = job.replicas().stream().mapToInt(each -> each.slices().size()).min().orElse(0);
    for (int slice = 0; slice < slices; slice++) {
      int place = slice;
      List<Values> replicas =
          job.replicas().stream().map(each -> each.slices().get(place).values()).toList();
      sizes.add((int) replicas.get(0).get(Metric.LAYERS).orElse(0));
      millis.add(
          replicas.stream()
              .map(each -> each.millis(Metric.FORWARD_NANOS))
              .filter(OptionalDouble::isPresent)
              .mapToDouble(OptionalDouble::getAsDouble)
              .average()
              .orElse(0));
    }
    int layers = sizes.stream().mapToInt(Integer::intValue).sum();
    if (millis.contains(0.0) || slices == 0) {
      throw new ClusterException(
          "--balance: not every slice has made a forward pass; send some prompts first");
    }
    if (layers != weights.layers()) {
      throw new ClusterException(
          "--balance: that model has %d layers, but the slices of job %s have %d; give the model that it serves"
              .formatted(weights.layers(), job.id(), layers));
    }
    return new MeasuredSpeeds(
        weights,
        LayerRange.ofSizes(sizes),
        millis.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** The speeds, of which the largest is 1. */
  List<Machine> machines() {
    double[] speeds =
        IntStream.range(0, millis.length)
            .mapToDouble(slice -> weights.computed(ranges.get(slice)) / millis[slice])
            .toArray();
    double fastest = IntStream.range(0, speeds.length).mapToDouble(i -> speeds[i]).max().orElse(1);
    return IntStream.range(0, speeds.length)
        .mapToObj(slice -> Machine.ofSpeed(Math.max(0.01, rounded(speeds[slice] / fastest))))
        .toList();
  }

  private static double rounded(double speed) {
    return Math.rint(speed * 100) / 100;
  }

  /** Lines for a job's configuration, and what they would change. */
  public String text() {
    List<Machine> machines = machines();
    List<LayerRange> best = new LayerBalance(weights, machines, range -> 0).cut().orElse(ranges);
    return """
    # the slowest forward pass takes %s ms with layers %s, and would take about %s ms with %s
    placement.machines: %s
    """
        .formatted(
            number("%.1f", slowest(ranges, machines)),
            sizes(ranges),
            number("%.1f", slowest(best, machines)),
            sizes(best),
            machines.stream()
                .map(machine -> number("%.2f", machine.speed()))
                .collect(Collectors.joining(", ", "[", "]")));
  }

  private double slowest(List<LayerRange> cut, List<Machine> machines) {
    double unit = 0;
    for (int slice = 0; slice < millis.length; slice++) {
      // what one number takes on the fastest machine
      double own = weights.computed(ranges.get(slice)) / machines.get(slice).speed();
      unit = Math.max(unit, millis[slice] / own);
    }
    double slowest = 0;
    for (int slice = 0; slice < millis.length; slice++) {
      double numbers = weights.computed(cut.get(slice));
      slowest = Math.max(slowest, unit * numbers / machines.get(slice).speed());
    }
    return slowest;
  }

  private static List<Integer> sizes(List<LayerRange> cut) {
    return cut.stream().map(LayerRange::size).toList();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
