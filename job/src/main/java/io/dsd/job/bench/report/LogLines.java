package io.dsd.job.bench.report;

import java.awt.BasicStroke;
import java.util.List;
import java.util.function.DoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Lines of times over sizes, both by their logarithms: what doubles is as far apart everywhere.
 *
 * @param sizes the axis to the right
 * @param times the axis upwards
 * @param label of a size, for people
 * @param lines the lines
 */
record LogLines(String sizes, String times, DoubleFunction<String> label, List<Line> lines)
    implements Plot {

  private static final double LOG_2 = Math.log(2);

  /**
   * One line.
   *
   * @param name for the legend
   * @param colour its place among the theme's colours
   * @param isFloor whether it is what others are measured against, and is drawn in dashes
   * @param sizes of its points
   * @param times of its points
   */
  record Line(String name, int colour, boolean isFloor, List<Double> sizes, List<Double> times) {}

  @Override
  public Chart<?, ?> chart(Theme theme) {
    XYChart chart = new XYChart(WIDTH, HEIGHT);
    Plot.dress(chart.getStyler(), theme);
    chart.setXAxisTitle(sizes);
    chart.setYAxisTitle(times);
    double least =
        lines.stream().flatMap(line -> line.sizes().stream()).reduce(Math::min).orElse(1.0);
    double most =
        lines.stream().flatMap(line -> line.sizes().stream()).reduce(Math::max).orElse(1.0);
    chart
        .getStyler()
        .setYAxisLogarithmic(true)
        .setXAxisMin(log(least) - 0.2)
        .setXAxisMax(log(most) + 0.2)
        .setXAxisTickMarkSpacingHint(80)
        // powers of two stand at whole numbers
        .setxAxisTickLabelsFormattingFunction(place -> label.apply(Math.pow(2, place)));
    // several floors have the colours of what is measured against them
    boolean named = lines.stream().filter(Line::isFloor).count() == 1;
    for (Line line : lines) {
      draw(chart, line, theme).setShowInLegend(named || !line.isFloor());
    }
    return chart;
  }

  private static XYSeries draw(XYChart chart, Line line, Theme theme) {
    XYSeries series =
        chart.addSeries(
            line.name(), line.sizes().stream().map(LogLines::log).toList(), line.times());
    series.setLineColor(theme.mode(line.colour()));
    if (line.isFloor()) {
      series.setLineStyle(new BasicStroke(1.5f, 0, 0, 10, new float[] {6, 5}, 0));
      series.setMarker(SeriesMarkers.NONE);
    } else {
      series.setLineStyle(new BasicStroke(2));
      series.setMarker(SeriesMarkers.CIRCLE);
      series.setMarkerColor(theme.mode(line.colour()));
    }
    return series;
  }

  private static double log(double size) {
    return Math.log(size) / LOG_2;
  }
}
