package io.dsd.job.bench.report;

import io.dsd.job.bench.result.WanRow;
import java.awt.BasicStroke;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How often drafted tokens are right, by depth. */
record DepthPlot(List<WanRow> rows) implements Plot {

  private static final int TICKS = 74;

  /** Whether there is anything to draw. */
  boolean isEmpty() {
    return rows.stream().allMatch(row -> row.byDepth().isEmpty());
  }

  @Override
  public Chart<?, ?> chart(Theme theme) {
    XYChart chart = new XYChart(WIDTH, HEIGHT);
    Plot.dress(chart.getStyler(), theme);
    int deepest = rows.stream().mapToInt(row -> row.byDepth().size()).max().orElse(1);
    chart
        .getStyler()
        .setYAxisMin(0.0)
        .setYAxisMax(1.0)
        .setXAxisMin(0.5)
        .setXAxisMax(deepest + 0.5)
        .setXAxisTickMarkSpacingHint(TICKS)
        .setxAxisTickLabelsFormattingFunction(Whole.labels(1, deepest, Integer::toString))
        .setyAxisTickLabelsFormattingFunction(Numbers::percent);
    chart.setXAxisTitle("depth");
    chart.setYAxisTitle("accepted of those tried");
    for (int place = 0; place < rows.size(); place++) {
      WanRow row = rows.get(place);
      if (!row.byDepth().isEmpty()) {
        XYSeries series =
            chart.addSeries(
                row.mode(),
                IntStream.rangeClosed(1, row.byDepth().size()).boxed().toList(),
                row.byDepth());
        series.setLineColor(theme.mode(place));
        series.setLineStyle(new BasicStroke(2));
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(theme.mode(place));
      }
    }
    return chart;
  }
}
