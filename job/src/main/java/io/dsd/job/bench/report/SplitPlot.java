package io.dsd.job.bench.report;

import io.dsd.job.bench.result.Split;
import io.dsd.job.bench.result.WanRow;
import java.util.List;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.internal.chartpart.Chart;

/** Where the time of a token goes in each mode: stacked bars. */
record SplitPlot(List<WanRow> rows) implements Plot {

  @Override
  public Chart<?, ?> chart(Theme theme) {
    CategoryChart chart = new CategoryChart(WIDTH, HEIGHT);
    Plot.dress(chart.getStyler(), theme);
    chart.getStyler().setStacked(true).setAvailableSpaceFill(0.55).setYAxisMin(0.0);
    chart.setYAxisTitle("milliseconds a token");
    List<String> modes = rows.stream().map(WanRow::mode).toList();
    for (int part = 0; part < Split.NAMES.size(); part++) {
      int place = part;
      chart
          .addSeries(
              Split.NAMES.get(part),
              modes,
              rows.stream().map(row -> Math.max(0, row.split().parts().get(place))).toList())
          .setFillColor(theme.part(part));
    }
    return chart;
  }
}
