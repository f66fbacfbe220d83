package io.dsd.speculate.policy;

/**
 * A straight line through points that come one by one, newer ones weighing more. Neither its value
 * at 0 nor its slope is ever negative.
 */
final class LineFit {

  private static final double KEPT = 1 - 1.0 / 256;
  // keeps a slope from being made of the noise of points that lie close together
  private static final double STEADINESS = 4;

  private double weight;
  private double sumX;
  private double sumY;
  private double sumXx;
  private double sumXy;

  void observe(double x, double y) {
    weight = weight * KEPT + 1;
    sumX = sumX * KEPT + x;
    sumY = sumY * KEPT + y;
    sumXx = sumXx * KEPT + x * x;
    sumXy = sumXy * KEPT + x * y;
  }

  /** What one more of x adds; 0 as long as nothing tells. */
  double slope() {
    if (weight == 0) {
      return 0;
    }
    double spread = sumXx - sumX * sumX / weight;
    double joint = sumXy - sumX * sumY / weight;
    double steepest = sumX > 0 ? sumY / sumX : 0;
    return Math.max(0, Math.min(joint / (spread + STEADINESS), steepest));
  }

  /** The value at 0. */
  double base() {
    return weight == 0 ? 0 : Math.max(0, (sumY - slope() * sumX) / weight);
  }
}
