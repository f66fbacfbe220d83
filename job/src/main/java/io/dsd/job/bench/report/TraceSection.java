package io.dsd.job.bench.report;

import io.dsd.job.bench.trace.Trace;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the slices did at the same time, as a part of the page. */
final class TraceSection {

  private static final double NANOS_PER_MILLI = 1e6;

  private TraceSection() {}

  static String html(Trace trace) {
    List<Double> atOnce = trace.atOnce();
    return "<h2>What the slices do</h2>\n"
        + Html.figure(
            new TracePlot(trace),
            "Each bar is a forward pass. %d sequences at a time; of the whole run the %s ms in which most prompt tokens were computed (%d)."
                .formatted(
                    trace.concurrency(),
                    Numbers.whole((trace.endNanos() - trace.startNanos()) / NANOS_PER_MILLI),
                    trace.promptTokens()))
        + Html.paragraph(
            "Slices that worked at the same time, by share of the time: %s. The last slice was never longer than %s ms without computing a block."
                .formatted(
                    IntStream.range(0, atOnce.size())
                        .mapToObj(count -> count + ": " + Numbers.percent(atOnce.get(count)))
                        .collect(Collectors.joining(", ")),
                    Numbers.one(trace.longestWithoutBlocks() / NANOS_PER_MILLI)));
  }
}
