package io.dsd.job.bench.report;

import io.dsd.job.bench.result.LoadPoint;
import io.dsd.job.bench.result.LoadResults;
import io.dsd.job.bench.statistic.Sample;
import java.util.List;

/** What {@code bench load} measured, as a part of the page. */
record LoadSection(LoadResults results) {

  String html() {
    return "<h2>Many sequences at the same time</h2>\n"
        + Html.paragraph(
            "%d slices, %s ms a round in the links, mode %s, answers of up to %d tokens; each sequence's next prompt is sent when its answer is there."
                .formatted(
                    results.setup().slices(),
                    Numbers.one(results.setup().roundMillis()),
                    results.setup().modes().get(0).name(),
                    results.setup().tokens()))
        + Html.figure(new LoadPlot(results), "Throughput by the number of sequences.")
        + Html.table(
            List.of(
                "at a time",
                "answers",
                "tokens/s",
                "by first",
                "first token ms p50",
                "p99",
                "ms/token p50",
                "p99",
                "tokens/round",
                "slices busy"),
            results.points().stream().map(this::cells).toList())
        + Html.paragraph(
            "first token: from sending a prompt to the first piece of its answer. ms/token: after"
                + " that, the mean of each answer. slices busy: the share of the time in which each"
                + " slice worked.")
        + "<h3>Made with</h3>\n"
        + SetupList.html(results.setup());
  }

  private List<String> cells(LoadPoint point) {
    Sample first = point.first();
    Sample perToken = point.perToken();
    double rounds = point.answers().stream().mapToInt(answer -> answer.rounds().rounds()).sum();
    double committed =
        point.answers().stream().mapToInt(answer -> answer.rounds().committed()).sum();
    return List.of(
        Integer.toString(point.concurrency()),
        Integer.toString(point.answers().size()),
        Numbers.two(point.throughput()),
        Numbers.two(results.relative(point)),
        Numbers.one(first.median()),
        Numbers.one(first.quantile(LoadTable.SLOWEST)),
        Numbers.one(perToken.median()),
        Numbers.one(perToken.quantile(LoadTable.SLOWEST)),
        Numbers.two(committed / Math.max(1, rounds)),
        LoadTable.busy(point));
  }
}
