package io.dsd.job.bench.report;

import io.dsd.job.bench.slice.SlicePoint;
import io.dsd.job.bench.slice.SliceResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** How long passes take, beside what the machine could do at best. */
final class SlicePlot {

  private SlicePlot() {}

  static LogLines of(SliceResult result) {
    List<LogLines.Line> lines = new ArrayList<>();
    List<Integer> batches = result.points().stream().map(SlicePoint::batch).distinct().toList();
    for (int place = 0; place < batches.size(); place++) {
      int batch = batches.get(place);
      String name = batch == 1 ? "1 sequence" : batch + " sequences";
      List<SlicePoint> points =
          result.points().stream().filter(point -> point.batch() == batch).toList();
      lines.add(line(name, place, false, points, point -> point.millis().median()));
      lines.add(line(name + ", floor", place, true, points, SlicePoint::plainFloorMillis));
    }
    return new LogLines(
        "tokens of each sequence",
        "milliseconds a pass",
        size -> String.format(Locale.ROOT, "%.0f", size),
        lines);
  }

  private static LogLines.Line line(
      String name,
      int colour,
      boolean isFloor,
      List<SlicePoint> points,
      ToDoubleFunction<SlicePoint> millis) {
    return new LogLines.Line(
        name,
        colour,
        isFloor,
        points.stream().map(point -> (double) point.block()).toList(),
        points.stream().mapToDouble(millis).boxed().toList());
  }
}
