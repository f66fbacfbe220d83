package io.dsd.job.bench.statistic;

import java.util.List;

/**
 * Measurements of one thing.
 *
 * @param values in any order; none of them makes every statistic 0
 */
public record Sample(List<Double> values) {

  /** Keeps a sorted copy. */
  public Sample {
    values = values.stream().sorted().toList();
  }

  /** How many there are. */
  public int size() {
    return values.size();
  }

  /** The sum by the number. */
  public double mean() {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /** The middle one, or the mean of the two in the middle. */
  public double median() {
    return quantile(0.5);
  }

  /**
   * What a share of the values lies below, interpolated between neighbours (type 7 of Hyndman and
   * Fan 1996, which R and NumPy take by default).
   *
   * @param share from 0, the least, to 1, the largest
   */
  public double quantile(double share) {
    if (share < 0 || share > 1) {
      throw new IllegalArgumentException("share %s is not within 0 and 1".formatted(share));
    }
    if (values.isEmpty()) {
      return 0;
    }
    double place = share * (values.size() - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, values.size() - 1);
    double low = values.get(below);
    return low + (place - below) * (values.get(above) - low);
  }
}
