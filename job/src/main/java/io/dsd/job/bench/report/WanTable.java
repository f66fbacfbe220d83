package io.dsd.job.bench.report;

import io.dsd.job.bench.result.WanSummary;
import io.dsd.job.status.Columns;

/** The summary of {@code bench wan} for a terminal. */
public final class WanTable {

  private WanTable() {}

  /** The text. */
  public static String text(WanSummary summary) {
    return text(WanColumns.speed(), summary)
        + "\nWhere the time goes, in milliseconds a token:\n"
        + text(WanColumns.time(), summary);
  }

  private static String text(WanColumns columns, WanSummary summary) {
    Columns table = new Columns(columns.headings().toArray(String[]::new));
    columns.rows(summary).forEach(table::add);
    return table.text();
  }
}
