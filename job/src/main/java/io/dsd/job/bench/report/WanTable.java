package io.dsd.job.bench.report;

import io.dsd.job.bench.result.WanRow;
import io.dsd.job.bench.result.WanSummary;
import io.dsd.job.status.Columns;
import java.util.ArrayList;
import java.util.List;

/** The summary of {@code bench wan} for a terminal. */
public final class WanTable {

  private WanTable() {}

  /** The text. */
  public static String text(WanSummary summary) {
    Columns speed =
        new Columns(
            "set",
            "mode",
            "answers",
            "tokens/s",
            "mean",
            "total",
            "by plain",
            "95 %",
            "equal",
            "log-prob",
            "above plain");
    Columns rounds =
        new Columns(
            "set",
            "mode",
            "tokens/round",
            "ms/token",
            "links",
            "slices",
            "drafting",
            "queues",
            "loop",
            "outside",
            "limit tokens/s",
            "reached",
            "KB/token");
    for (WanRow row : summary.rows()) {
      speed.add(
          List.of(
              row.set(),
              row.mode(),
              Integer.toString(row.answers()),
              Numbers.two(row.median()),
              Numbers.two(row.mean()),
              Numbers.known(row.total()),
              row.ratio().map(ratio -> Numbers.two(ratio.value())).orElse("-"),
              row.ratio().map(Numbers::range).orElse("-"),
              row.comparison().map(Numbers::equal).orElse("-"),
              row.likelihood().map(Numbers::three).orElse("-"),
              row.likelihoodGap().map(Numbers::gap).orElse("-")));
      List<String> cells = new ArrayList<>();
      cells.add(row.set());
      cells.add(row.mode());
      cells.add(Numbers.two(row.acceptanceLength()));
      cells.add(Numbers.one(row.split().total()));
      row.split().parts().forEach(part -> cells.add(Numbers.one(part)));
      cells.add(Numbers.two(row.limit()));
      cells.add(Numbers.percent(row.limitShare()));
      cells.add(Numbers.known(row.bytesPerToken() / Numbers.KILO));
      rounds.add(cells);
    }
    return speed.text() + "\nWhere the time goes, in milliseconds a token:\n" + rounds.text();
  }
}
