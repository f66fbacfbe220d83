package io.dsd.k8s.monitoring;

import io.dsd.metrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a dashboard shows of one metric of the job.
 *
 * @param title such as {@code draft: stale verdicts, a second}
 * @param series what Flink's reporter calls it in Prometheus
 * @param query a line for each replica, or for each of what there are many of
 */
public record Panel(String title, String series, String query) {

  private static final String PREFIX = "flink_taskmanager_job_task_operator_";

  /** The panel of a metric. */
  public static Panel of(Metric metric) {
    List<String> names = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (String part : metric.path().split("\\.", -1)) {
      if (part.equals("N") || part.equals("NAME")) {
        // which one it is is a label, with the name of what there are many of
        labels.add(names.get(names.size() - 1));
      } else {
        names.add(part);
      }
    }
    String series = PREFIX + String.join("_", names);
    return new Panel(title(metric, labels), series, query(metric.kind(), series, labels));
  }

  private static String title(Metric metric, List<String> labels) {
    String words = metric.leaf().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    String by = labels.isEmpty() ? "" : " by " + String.join(" and ", labels);
    String unit =
        switch (metric.kind()) {
          case COUNTER -> ", a second";
          case HISTOGRAM -> ", median";
          case GAUGE, METER -> "";
        };
    return metric.stage().group() + ": " + words + by + unit;
  }

  private static String query(Metric.Kind kind, String series, List<String> labels) {
    String by = labels.isEmpty() ? "operator_name, subtask_index" : String.join(", ", labels);
    return switch (kind) {
      case COUNTER -> "sum by (%s) (rate(%s[1m]))".formatted(by, series);
      case HISTOGRAM -> "avg by (%s) (%s{quantile=\"0.5\"})".formatted(by, series);
      case GAUGE, METER -> "sum by (%s) (%s)".formatted(by, series);
    };
  }
}
