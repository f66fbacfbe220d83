package io.dsd.job.bench.report;

import io.dsd.job.bench.result.WanRow;
import io.dsd.job.bench.result.WanSummary;
import io.dsd.job.bench.statistic.Interval;
import java.awt.BasicStroke;
import java.util.List;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How many times as fast as plain decoding each mode is: a bar for each data set and mode, and a
 * line over it for the interval.
 */
record SpeedPlot(WanSummary summary) implements Plot {

  private static final double GROUP = 0.8;
  private static final int TICKS = 74;
  private static final double GAP = 0.86;

  @Override
  public Chart<?, ?> chart(Theme theme) {
    XYChart chart = new XYChart(WIDTH, HEIGHT);
    Plot.dress(chart.getStyler(), theme);
    List<String> sets = summary.rows().stream().map(WanRow::set).distinct().toList();
    List<String> modes = summary.rows().stream().map(WanRow::mode).distinct().toList();
    double slot = GROUP / modes.size();
    chart
        .getStyler()
        .setXAxisMin(0.5)
        .setXAxisMax(sets.size() + 0.5)
        .setYAxisMin(0.0)
        .setXAxisTickMarkSpacingHint(TICKS)
        .setxAxisTickLabelsFormattingFunction(
            Whole.labels(1, sets.size(), set -> sets.get(set - 1)));
    chart.setYAxisTitle("times plain decoding");
    double highest = 1;
    for (WanRow row : summary.rows()) {
      int mode = modes.indexOf(row.mode());
      int set = sets.indexOf(row.set());
      double x = set + 1 + (mode - (modes.size() - 1) / 2.0) * slot;
      Interval ratio = row.ratio().orElse(new Interval(0, 0, 0));
      highest = Math.max(highest, ratio.high());
      double half = GAP * slot / 2;
      XYSeries bar =
          chart.addSeries(
              "bar " + row.set() + " " + row.mode(),
              new double[] {x - half, x - half, x + half, x + half},
              new double[] {0, ratio.value(), ratio.value(), 0});
      bar.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
      bar.setMarker(SeriesMarkers.NONE);
      bar.setLineStyle(SeriesLines.NONE);
      bar.setFillColor(theme.mode(mode));
      bar.setLineColor(theme.mode(mode));
      bar.setLabel(row.mode());
      bar.setShowInLegend(set == 0);
      XYSeries interval =
          chart.addSeries(
              "interval " + row.set() + " " + row.mode(),
              new double[] {x, x},
              new double[] {ratio.low(), ratio.high()});
      interval.setMarker(SeriesMarkers.NONE);
      interval.setLineColor(theme.ink());
      interval.setLineStyle(new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
      interval.setShowInLegend(false);
    }
    double above = highest / 22;
    for (WanRow row : summary.rows()) {
      double x =
          sets.indexOf(row.set())
              + 1
              + (modes.indexOf(row.mode()) - (modes.size() - 1) / 2.0) * slot;
      row.ratio()
          .ifPresent(
              ratio ->
                  chart.addAnnotation(
                      new AnnotationText(
                          Numbers.two(ratio.value()), x, ratio.high() + above, false)));
    }
    chart.getStyler().setYAxisMax(highest + 2 * above);
    return chart;
  }
}
