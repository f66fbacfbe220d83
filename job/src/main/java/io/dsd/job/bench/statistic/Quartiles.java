package io.dsd.job.bench.statistic;

import java.util.Locale;

/**
 * The middle of some measurements, and between what half of them lie.
 *
 * @param median the middle
 * @param lower a quarter is below
 * @param upper a quarter is above
 */
public record Quartiles(double median, double lower, double upper) {

  /** Those of a sample. */
  public static Quartiles of(Sample sample) {
    return new Quartiles(sample.median(), sample.quantile(0.25), sample.quantile(0.75));
  }

  /** The same in another unit. */
  public Quartiles times(double factor) {
    return new Quartiles(median * factor, lower * factor, upper * factor);
  }

  /** The median, and the quartiles in brackets, as documents have it. */
  public String text(String format) {
    return String.format(
        Locale.ROOT, format + " (" + format + "–" + format + ")", median, lower, upper);
  }
}
