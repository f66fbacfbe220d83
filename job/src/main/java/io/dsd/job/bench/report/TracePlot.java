package io.dsd.job.bench.report;

import io.dsd.job.bench.trace.Pass;
import io.dsd.job.bench.trace.Trace;
import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A bar for each forward pass, a row for each slice. */
record TracePlot(Trace trace) implements Plot {

  private static final float BAR = 34;
  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public Chart<?, ?> chart(Theme theme) {
    XYChart chart = new XYChart(WIDTH, HEIGHT);
    Plot.dress(chart.getStyler(), theme);
    chart.setXAxisTitle("milliseconds");
    int last = trace.slices() - 1;
    chart
        .getStyler()
        .setXAxisMin(0.0)
        .setXAxisMax((trace.endNanos() - trace.startNanos()) / NANOS_PER_MILLI)
        .setYAxisMin(-0.6)
        .setYAxisMax(last + 0.6)
        .setYAxisTickMarkSpacingHint(20)
        .setyAxisTickLabelsFormattingFunction(
            Whole.labels(0, last, place -> "slice " + (last - place)))
        .setxAxisTickLabelsFormattingFunction(place -> String.format(Locale.ROOT, "%.0f", place));
    add(chart, "blocks", theme, 1, pass -> pass.promptTokens() == 0);
    add(chart, "blocks and prompts", theme, 2, pass -> pass.promptTokens() > 0 && blocks(pass));
    add(chart, "prompts", theme, 3, pass -> pass.promptTokens() > 0 && !blocks(pass));
    return chart;
  }

  private static boolean blocks(Pass pass) {
    return pass.blockTokens() > 0;
  }

  private void add(XYChart chart, String name, Theme theme, int colour, Predicate<Pass> which) {
    List<Double> times = new ArrayList<>();
    List<Double> rows = new ArrayList<>();
    for (Pass pass : trace.passes()) {
      if (which.test(pass)) {
        double row = trace.slices() - 1.0 - pass.slice();
        times.add(millis(Math.max(pass.startNanos(), trace.startNanos())));
        rows.add(row);
        times.add(millis(Math.min(pass.endNanos(), trace.endNanos())));
        rows.add(row);
        // ends the bar
        times.add(times.get(times.size() - 1));
        rows.add(Double.NaN);
      }
    }
    if (!times.isEmpty()) {
      XYSeries series = chart.addSeries(name, times, rows);
      series.setLineColor(theme.mode(colour));
      series.setLineStyle(new BasicStroke(BAR, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL));
      series.setMarker(SeriesMarkers.NONE);
    }
  }

  private double millis(long nanos) {
    return (nanos - trace.startNanos()) / NANOS_PER_MILLI;
  }
}
