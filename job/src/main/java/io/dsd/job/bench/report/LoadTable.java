package io.dsd.job.bench.report;

import io.dsd.job.bench.result.LoadPoint;
import io.dsd.job.bench.result.LoadResults;
import io.dsd.job.bench.statistic.Sample;
import io.dsd.job.status.Columns;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code bench load} measured, for a terminal. */
public final class LoadTable {

  static final double SLOWEST = 0.99;

  private LoadTable() {}

  /** The text. */
  public static String text(LoadResults results) {
    Columns table =
        new Columns(
            "at a time",
            "answers",
            "tokens/s",
            "by first",
            "first token ms p50",
            "p99",
            "ms/token p50",
            "p99",
            "slices busy");
    for (LoadPoint point : results.points()) {
      Sample first = point.first();
      Sample perToken = point.perToken();
      table.add(
          List.of(
              Integer.toString(point.concurrency()),
              Integer.toString(point.answers().size()),
              Numbers.two(point.throughput()),
              Numbers.two(results.relative(point)),
              Numbers.one(first.median()),
              Numbers.one(first.quantile(SLOWEST)),
              Numbers.one(perToken.median()),
              Numbers.one(perToken.quantile(SLOWEST)),
              busy(point)));
    }
    return table.text();
  }

  /** The share of the time in which each slice worked. */
  static String busy(LoadPoint point) {
    return point.portion().busy().stream().map(Numbers::percent).collect(Collectors.joining(" "));
  }
}
