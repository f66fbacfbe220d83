package io.dsd.job.bench.result;

import java.util.List;

/**
 * What {@code bench load} measured.
 *
 * @param setup what it was made with; its concurrency is the largest
 * @param points a point for each number of sequences at the same time
 */
public record LoadResults(Setup setup, List<LoadPoint> points) {

  /** Keeps a copy. */
  public LoadResults {
    points = List.copyOf(points);
  }

  /** How many times the throughput of the first point another one has. */
  public double relative(LoadPoint point) {
    return point.throughput() / points.get(0).throughput();
  }
}
