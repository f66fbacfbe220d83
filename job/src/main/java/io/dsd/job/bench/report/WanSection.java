package io.dsd.job.bench.report;

import io.dsd.job.bench.result.ModeSettings;
import io.dsd.job.bench.result.Split;
import io.dsd.job.bench.result.WanRow;
import io.dsd.job.bench.result.WanSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What {@code bench wan} measured, as a part of the page. */
record WanSection(WanSummary summary) {

  /** The rows that stand for everything: those of all data sets, or of the only one. */
  private List<WanRow> whole() {
    String last = summary.rows().get(summary.rows().size() - 1).set();
    return summary.rows().stream().filter(row -> row.set().equals(last)).toList();
  }

  String html() {
    DepthPlot depths = new DepthPlot(whole());
    return "<h2>Over slow links</h2>\n"
        + Html.paragraph(opening())
        + Html.points(results())
        + (summary.isCompared()
            ? Html.figure(
                new SpeedPlot(summary),
                "Speed by that of plain decoding: the median over problems, each against its own"
                    + " plain answer. Lines: 95 % intervals of the bootstrap.")
            : "")
        + table(WanColumns.speed())
        + Html.paragraph(
            "tokens/s: of the median answer, from sending its prompt to having its completion;"
                + " mean: of all answers; total: all tokens by all time. equal: answers that are"
                + " those of plain decoding, of those compared. log-probability: the mean natural"
                + " logarithm of the probability that the target, in fp32, gives an answer's tokens;"
                + " above plain: by how much that exceeds plain decoding's, problem by problem, with"
                + " the bootstrap's 95 % interval. "
                + equality())
        + "<h2>Where the time goes</h2>\n"
        + Html.figure(new SplitPlot(whole()), "Milliseconds a token, all data sets.")
        + table(WanColumns.time())
        + Html.paragraph(
            "limit: tokens a second if the links as they were measured at the start (one for each"
                + " slice, in every round that no other round hides) and the measured forward"
                + " passes were all there is; reached: how much of that was, in the median answer."
                + " hidden: the share of rounds that another block of the same sequence was already"
                + " on its way with. KB/token: what Flink sent from slice to slice and back, for"
                + " each committed token, by its own counters.")
        + gaps()
        + (depths.isEmpty()
            ? ""
            : "<h2>How often drafts are right</h2>\n"
                + Html.figure(
                    depths,
                    "How often the token at a depth was accepted, of the rounds in which all before"
                        + " it were (depths with at least 10 tries)."))
        + "<h3>Made with</h3>\n"
        + SetupList.html(summary.setup());
  }

  private String opening() {
    return "%d slices of %s (%s), each a process of its own; %s a round in the links; answers of up to %d tokens at temperature 0, %d at a time. The modes took turns in one run."
        .formatted(
            summary.setup().slices(),
            summary.setup().model(),
            summary.setup().dtype(),
            Numbers.one(summary.setup().roundMillis()) + " ms",
            summary.setup().tokens(),
            summary.setup().concurrency());
  }

  /** For each mode but the plain one, what it comes to. */
  private List<String> results() {
    return whole().stream()
        .filter(row -> !row.mode().equals(ModeSettings.PLAIN))
        .filter(row -> row.ratio().isPresent())
        .map(
            row ->
                "%s: %s times as fast as plain decoding (95 %%: %s), %s tokens a round, %s of its limit, %s answers equal."
                    .formatted(
                        row.mode(),
                        Numbers.two(row.ratio().orElseThrow().value()),
                        Numbers.range(row.ratio().orElseThrow()),
                        Numbers.two(row.acceptanceLength()),
                        Numbers.percent(row.limitShare()),
                        row.comparison().map(Numbers::equal).orElse("-")))
        .toList();
  }

  private String equality() {
    List<String> words = new ArrayList<>();
    for (WanRow row : whole()) {
      row.comparison()
          .filter(comparison -> !comparison.divergences().isEmpty())
          .ifPresent(
              comparison ->
                  words.add(
                      "%s differs in %d of %d, first at token %s"
                          .formatted(
                              row.mode(),
                              comparison.divergences().size(),
                              comparison.compared(),
                              comparison.divergences().stream()
                                  .sorted()
                                  .map(place -> Integer.toString(place + 1))
                                  .toList()
                                  .toString()
                                  .replaceAll("[\\[\\]]", ""))));
    }
    String why =
        summary.setup().isExact()
            ? ""
            : " In bf16 kernels round differently for other block sizes, and near-ties tip; in fp32"
                + " strict modes must not differ at all.";
    return (words.isEmpty() ? "All answers are equal." : String.join("; ", words) + ".") + why;
  }

  private String table(WanColumns columns) {
    return Html.table(columns.headings(), columns.rows(summary));
  }

  /** For each mode, what stands between it and its limit, the largest first. */
  private String gaps() {
    StringBuilder text = new StringBuilder();
    for (WanRow row : whole()) {
      List<Double> parts = row.split().parts();
      List<String> over =
          IntStream.range(2, parts.size())
              .boxed()
              .sorted((one, other) -> Double.compare(parts.get(other), parts.get(one)))
              .map(part -> Split.NAMES.get(part) + " " + Numbers.one(parts.get(part)))
              .toList();
      double gap = parts.stream().skip(2).mapToDouble(Double::doubleValue).sum();
      text.append(
          Html.paragraph(
              "%s: %s ms a token, of which links and slices take %s; the other %s: %s."
                  .formatted(
                      row.mode(),
                      Numbers.one(row.split().total()),
                      Numbers.one(row.split().total() - gap),
                      Numbers.one(gap),
                      String.join(", ", over))));
    }
    return text.toString();
  }
}
