package io.dsd.job.bench.report;

import io.dsd.job.bench.result.Comparison;
import io.dsd.job.bench.statistic.Interval;
import java.util.Locale;

/** Numbers for people. */
final class Numbers {

  static final double KILO = 1000;

  private static final double PERCENT = 100;

  private Numbers() {}

  static String whole(double value) {
    return format("%.0f", value);
  }

  static String one(double value) {
    return format("%.1f", value);
  }

  static String two(double value) {
    return format("%.2f", value);
  }

  /** A value for which 0 means that it is not known. */
  static String known(double value) {
    return value == 0 ? "-" : two(value);
  }

  static String percent(double share) {
    return format("%.0f", PERCENT * share) + "%";
  }

  static String range(Interval interval) {
    return two(interval.low()) + " to " + two(interval.high());
  }

  /** Natural logarithms of probabilities, which differ in the third digit. */
  static String three(double value) {
    return format("%.3f", value);
  }

  /** A difference with its interval. */
  static String gap(Interval interval) {
    return "%s (%s to %s)"
        .formatted(three(interval.value()), three(interval.low()), three(interval.high()));
  }

  static String equal(Comparison comparison) {
    return comparison.equal() + "/" + comparison.compared();
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
