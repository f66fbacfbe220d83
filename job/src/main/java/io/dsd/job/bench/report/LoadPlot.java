package io.dsd.job.bench.report;

import io.dsd.job.bench.result.LoadPoint;
import io.dsd.job.bench.result.LoadResults;
import java.awt.BasicStroke;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Throughput, beside what it would be if sequences did not disturb each other. */
record LoadPlot(LoadResults results) implements Plot {

  @Override
  public Chart<?, ?> chart(Theme theme) {
    XYChart chart = new XYChart(WIDTH, HEIGHT);
    Plot.dress(chart.getStyler(), theme);
    chart.setXAxisTitle("sequences at a time");
    chart.setYAxisTitle("tokens a second, all together");
    List<LoadPoint> points = results.points();
    double measured = points.stream().mapToDouble(LoadPoint::throughput).max().orElse(1);
    chart
        .getStyler()
        .setYAxisMin(0.0)
        .setYAxisMax(1.15 * measured)
        .setXAxisMin(log(points.get(0)) - 0.2)
        .setXAxisMax(log(points.get(points.size() - 1)) + 0.2)
        .setXAxisTickMarkSpacingHint(80)
        // powers of two stand at whole numbers
        .setxAxisTickLabelsFormattingFunction(
            place -> String.format(Locale.ROOT, "%.0f", Math.pow(2, place)));
    double one = points.get(0).throughput() / points.get(0).concurrency();
    List<LoadPoint> below =
        points.stream().filter(point -> one * point.concurrency() <= 1.15 * measured).toList();
    XYSeries ideal =
        line(chart, "in proportion to the first", below, point -> one * point.concurrency());
    ideal.setLineColor(theme.mode(0));
    ideal.setLineStyle(new BasicStroke(1.5f, 0, 0, 10, new float[] {6, 5}, 0));
    ideal.setMarker(SeriesMarkers.NONE);
    XYSeries series = line(chart, "measured", points, LoadPoint::throughput);
    series.setLineColor(theme.mode(2));
    series.setLineStyle(new BasicStroke(2));
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(theme.mode(2));
    return chart;
  }

  private static XYSeries line(
      XYChart chart, String name, List<LoadPoint> points, ToDoubleFunction<LoadPoint> value) {
    return chart.addSeries(
        name,
        points.stream().map(LoadPlot::log).toList(),
        points.stream().mapToDouble(value).boxed().toList());
  }

  private static double log(LoadPoint point) {
    return Math.log(point.concurrency()) / Math.log(2);
  }
}
