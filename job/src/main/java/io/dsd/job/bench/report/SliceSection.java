package io.dsd.job.bench.report;

import io.dsd.job.bench.slice.SlicePoint;
import io.dsd.job.bench.slice.SliceResult;
import java.util.List;

/** What {@code bench slice} measured, as a part of the page. */
final class SliceSection {

  private SliceSection() {}

  static String html(SliceResult result) {
    return "<h2>Forward passes</h2>\n"
        + Html.paragraph(
            "All layers of %s and its head as one slice, without Flink; %s, weights %s, %d tokens before, %d threads, %d runs of each shape in turns. In the same run: memory %s GB/s, a large product %s TFLOP/s (quarters in brackets)."
                .formatted(
                    result.model(),
                    result.type(),
                    result.weights(),
                    result.context(),
                    result.threads(),
                    result.runs(),
                    result.gigabytesPerSecond().text("%.1f"),
                    result.teraflopsPerSecond().text("%.3f")))
        + Html.figure(
            SlicePlot.of(result),
            "Milliseconds of a forward pass; dashes: the floor with all weights in "
                + result.type()
                + ".")
        + Html.table(
            List.of(
                "tokens",
                "sequences",
                "ms",
                "tokens/s",
                "floor ms",
                "by floor",
                result.type() + " floor ms",
                "by it"),
            result.points().stream().map(SliceSection::cells).toList())
        + Html.paragraph(
            "floor: reading the weights once, in the form that they are stored in where that is"
                + " allowed, or the products at the rate of the large one, whichever takes longer; the other"
                + " floor has all weights in the type of the computation.")
        + "<h3>Made with</h3>\n"
        + SetupList.html(result.occasion());
  }

  private static List<String> cells(SlicePoint point) {
    return List.of(
        Integer.toString(point.block()),
        Integer.toString(point.batch()),
        point.millis().text("%.1f"),
        Numbers.whole(point.tokensPerSecond()),
        Numbers.one(point.floorMillis()),
        Numbers.two(point.ratio()),
        Numbers.one(point.plainFloorMillis()),
        Numbers.two(point.plainRatio()));
  }
}
