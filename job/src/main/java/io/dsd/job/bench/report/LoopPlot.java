package io.dsd.job.bench.report;

import io.dsd.job.bench.loop.LoopPoint;
import io.dsd.job.bench.loop.LoopResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** How long empty loops take, beside bare sockets. */
final class LoopPlot {

  private static final double KIBIBYTE = 1024;

  private LoopPlot() {}

  static LogLines of(LoopResult result) {
    List<LogLines.Line> lines = new ArrayList<>();
    List<Integer> counts = result.points().stream().map(LoopPoint::inFlight).distinct().toList();
    lines.add(line("bare sockets", 0, result, counts.get(0), LoopPoint::ringMedianMillis));
    for (int place = 0; place < counts.size(); place++) {
      int count = counts.get(place);
      lines.add(line(count + " on their way", 1 + place, result, count, LoopPoint::medianMillis));
    }
    return new LogLines(
        "KiB of a message",
        "milliseconds a loop, the median",
        size -> String.format(Locale.ROOT, size < 1 ? "%.3f" : "%.0f", size),
        lines);
  }

  private static LogLines.Line line(
      String name,
      int colour,
      LoopResult result,
      int inFlight,
      ToDoubleFunction<LoopPoint> millis) {
    List<LoopPoint> points =
        result.points().stream().filter(point -> point.inFlight() == inFlight).toList();
    return new LogLines.Line(
        name,
        colour,
        colour == 0,
        points.stream().map(point -> point.bytes() / KIBIBYTE).toList(),
        points.stream().mapToDouble(millis).boxed().toList());
  }
}
