package io.dsd.job.bench.report;

import io.dsd.job.bench.result.Split;
import io.dsd.job.bench.result.WanRow;
import io.dsd.job.bench.result.WanSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Columns of a table of what {@code bench wan} measured, for the terminal and the page alike.
 *
 * @param headings of the columns
 * @param cells of a row, as many
 */
record WanColumns(List<String> headings, Function<WanRow, List<String>> cells) {

  private record Column(String heading, Function<WanRow, String> cell) {}

  private static final List<Column> WHOSE =
      List.of(new Column("set", WanRow::set), new Column("mode", WanRow::mode));

  /** How fast, how often right, and how good. */
  static WanColumns speed() {
    return of(
        List.of(
            new Column("answers", row -> Integer.toString(row.answers())),
            new Column("tokens/s", row -> Numbers.two(row.median())),
            new Column("mean", row -> Numbers.two(row.mean())),
            new Column("total", row -> Numbers.known(row.total())),
            new Column(
                "by plain",
                row -> row.ratio().map(ratio -> Numbers.two(ratio.value())).orElse("-")),
            new Column("95 %", row -> row.ratio().map(Numbers::range).orElse("-")),
            new Column("tokens/round", row -> Numbers.two(row.acceptanceLength())),
            new Column("equal", row -> row.comparison().map(Numbers::equal).orElse("-")),
            new Column("log-probability", row -> row.likelihood().map(Numbers::three).orElse("-")),
            new Column("above plain", row -> row.likelihoodGap().map(Numbers::gap).orElse("-"))));
  }

  /** Where the time of a token goes, and what goes over the links. */
  static WanColumns time() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("ms/token", row -> Numbers.one(row.split().total())));
    IntStream.range(0, Split.NAMES.size())
        .mapToObj(
            part ->
                new Column(
                    Split.NAMES.get(part), row -> Numbers.one(row.split().parts().get(part))))
        .forEach(columns::add);
    columns.add(new Column("limit tokens/s", row -> Numbers.two(row.limit())));
    columns.add(new Column("reached", row -> Numbers.percent(row.limitShare())));
    columns.add(new Column("hidden", row -> Numbers.percent(row.hidden())));
    columns.add(new Column("KB/token", row -> Numbers.known(row.bytesPerToken() / Numbers.KILO)));
    return of(columns);
  }

  private static WanColumns of(List<Column> own) {
    List<Column> all = new ArrayList<>(WHOSE);
    all.addAll(own);
    return new WanColumns(
        all.stream().map(Column::heading).toList(),
        row -> all.stream().map(column -> column.cell().apply(row)).toList());
  }

  /** The rows of a summary. */
  List<List<String>> rows(WanSummary summary) {
    return summary.rows().stream().map(cells).toList();
  }
}
