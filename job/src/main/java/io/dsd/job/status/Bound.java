package io.dsd.job.status;

/**
 * A round beside what it cannot be shorter than, in milliseconds.
 *
 * @param round the median round
 * @param links the latencies of the links that it crosses, as they were measured
 * @param compute the median of what the forward passes of a round take
 */
public record Bound(double round, double links, double compute) {

  private static final double SHARE = 1.05;
  private static final double MILLIS = 3;

  /** What links and forward passes take at least. */
  public double least() {
    return links + compute;
  }

  /** What the round takes longer than that. */
  public double over() {
    return round - least();
  }

  /** Whether that is within 5 % and 3 ms, as it is meant to be with one sequence at a time. */
  public boolean isClose() {
    return round <= SHARE * least() + MILLIS;
  }
}
