package io.dsd.speculate.sampling;

import java.util.Arrays;

/** Tests of samples against distributions, each with a chance of about 1e-7 to fail wrongly. */
final class Statistics {

  /** The normal quantile that is exceeded with a chance of 1e-7. */
  static final double QUANTILE = 5.2;

  private static final double MERGED_BELOW = 10;

  private Statistics() {}

  /**
   * Pearson's statistic over the limit for its degrees of freedom, by the approximation of Wilson
   * and Hilferty: above 1 the sample is not of that distribution. Cells with few expected hits
   * count as one; a hit where none is possible is infinite.
   */
  static double chiSquareOverLimit(long[] hits, double[] probabilities) {
    long total = Arrays.stream(hits).sum();
    double statistic = 0;
    double smallExpected = 0;
    long smallHits = 0;
    int cells = 0;
    for (int cell = 0; cell < hits.length; cell++) {
      double expected = total * probabilities[cell];
      if (expected == 0 && hits[cell] > 0) {
        return Double.POSITIVE_INFINITY;
      }
      if (expected < MERGED_BELOW) {
        smallExpected += expected;
        smallHits += hits[cell];
      } else {
        statistic += square(hits[cell] - expected) / expected;
        cells++;
      }
    }
    if (smallExpected >= MERGED_BELOW) {
      statistic += square(smallHits - smallExpected) / smallExpected;
      cells++;
    }
    int freedom = cells - 1;
    if (freedom == 0) {
      return statistic > 0 ? 2 : 0;
    }
    double ninth = 2.0 / (9 * freedom);
    return statistic / (freedom * Math.pow(1 - ninth + QUANTILE * Math.sqrt(ninth), 3));
  }

  /** The largest distance of the sample's distribution from standard uniform, times sqrt(n). */
  static double kolmogorovSmirnov(double[] sample) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    double largest = 0;
    for (int index = 0; index < sorted.length; index++) {
      double below = (double) index / sorted.length;
      double above = (index + 1.0) / sorted.length;
      largest = Math.max(largest, Math.max(sorted[index] - below, above - sorted[index]));
    }
    return largest * Math.sqrt(sorted.length);
  }

  private static double square(double value) {
    return value * value;
  }
}
