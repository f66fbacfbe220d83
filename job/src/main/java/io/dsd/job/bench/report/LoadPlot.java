package io.dsd.job.bench.report;

import io.dsd.job.bench.result.LoadPoint;
import io.dsd.job.bench.result.LoadResults;
import java.awt.BasicStroke;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Throughput, beside what it would be if sequences did not disturb each other. */
record LoadPlot(LoadResults results) implements Plot {

  private static final double TOP = 1.15;
  private static final int STEPS = 20;

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
        .setYAxisMax(TOP * measured)
        .setXAxisMin(log(points.get(0)) - 0.2)
        .setXAxisMax(log(points.get(points.size() - 1)) + 0.2)
        .setXAxisTickMarkSpacingHint(80)
        // powers of two stand at whole numbers
        .setxAxisTickLabelsFormattingFunction(
            place -> String.format(Locale.ROOT, "%.0f", Math.pow(2, place)));
    XYSeries ideal = proportional(chart, points, TOP * measured);
    ideal.setLineColor(theme.mode(0));
    ideal.setLineStyle(new BasicStroke(1.5f, 0, 0, 10, new float[] {6, 5}, 0));
    ideal.setMarker(SeriesMarkers.NONE);
    XYSeries series =
        chart.addSeries(
            "measured",
            points.stream().map(LoadPlot::log).toList(),
            points.stream().map(LoadPoint::throughput).toList());
    series.setLineColor(theme.mode(2));
    series.setLineStyle(new BasicStroke(2));
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(theme.mode(2));
    return chart;
  }

  /** What the first point would come to, as far as the plot has room for it. */
  private static XYSeries proportional(XYChart chart, List<LoadPoint> points, double highest) {
    double one = points.get(0).throughput() / points.get(0).concurrency();
    double first = log(points.get(0));
    double last =
        Math.min(log(points.get(points.size() - 1)), Math.log(highest / one) / Math.log(2));
    double step = (last - first) / STEPS;
    List<Double> places =
        IntStream.rangeClosed(0, STEPS).mapToObj(place -> first + place * step).toList();
    return chart.addSeries(
        "in proportion to the first",
        places,
        places.stream().map(place -> one * Math.pow(2, place)).toList());
  }

  private static double log(LoadPoint point) {
    return Math.log(point.concurrency()) / Math.log(2);
  }
}
