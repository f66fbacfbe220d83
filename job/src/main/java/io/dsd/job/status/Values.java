package io.dsd.job.status;

import io.dsd.metrics.Metric;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The metrics of one operator of one replica, as far as they are known.
 *
 * @param numbers by the metric's name, such as {@code tokens}; a histogram's median is {@code
 *     roundNanos_median}
 */
public record Values(Map<String, Double> numbers) {

  /** The ending of what Flink calls a histogram's median. */
  static final String MEDIAN = "_median";

  private static final double NANOS_PER_MILLI = 1e6;

  /** Keeps a copy. */
  public Values {
    numbers = Collections.unmodifiableMap(new TreeMap<>(numbers));
  }

  /** What is read of a metric. */
  static String name(Metric metric) {
    return metric.kind() == Metric.Kind.HISTOGRAM ? metric.leaf() + MEDIAN : metric.leaf();
  }

  /** The value, or a histogram's median; empty if Flink has not fetched it yet. */
  public OptionalDouble get(Metric metric) {
    Double value = numbers.get(name(metric));
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The same for a time, in milliseconds. */
  public OptionalDouble millis(Metric metric) {
    OptionalDouble nanos = get(metric);
    return nanos.isPresent()
        ? OptionalDouble.of(nanos.getAsDouble() / NANOS_PER_MILLI)
        : OptionalDouble.empty();
  }
}
