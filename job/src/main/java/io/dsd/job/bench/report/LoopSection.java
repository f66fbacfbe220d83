package io.dsd.job.bench.report;

import io.dsd.job.bench.loop.LoopPoint;
import io.dsd.job.bench.loop.LoopResult;
import java.util.List;

/** What {@code bench loop} measured, as a part of the page. */
record LoopSection(LoopResult result) {

  static String html(LoopResult result) {
    return new LoopSection(result).html();
  }

  private String html() {
    return "<h2>The empty loop</h2>\n"
        + Html.paragraph(
            "%d hops through %d task managers, each a process of its own, whose slices compute nothing; links delay a loop by %s ms. Beside it a ring of as many bare sockets, one message at a time, without links."
                .formatted(result.hops(), result.hops() - 1, Numbers.one(result.linkMillis())))
        + Html.figure(LoopPlot.of(result), "Milliseconds of a whole loop, the median.")
        + Html.table(
            List.of(
                "KiB",
                "on their way",
                "median ms",
                "p99 ms",
                "beyond links",
                "loops/s",
                "ring median ms",
                "ring p99 ms",
                "loops"),
            result.points().stream().map(this::cells).toList())
        + "<h3>Made with</h3>\n"
        + SetupList.html(result.occasion());
  }

  private List<String> cells(LoopPoint point) {
    return List.of(
        Numbers.known(point.bytes() / 1024.0),
        Integer.toString(point.inFlight()),
        Numbers.three(point.medianMillis()),
        Numbers.three(point.p99Millis()),
        Numbers.three(point.medianMillis() - result.linkMillis()),
        Numbers.whole(point.tripsPerSecond()),
        Numbers.three(point.ringMedianMillis()),
        Numbers.three(point.ringP99Millis()),
        Integer.toString(point.trips()));
  }
}
