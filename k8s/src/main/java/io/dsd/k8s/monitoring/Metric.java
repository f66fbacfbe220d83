package io.dsd.k8s.monitoring;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * Something that an operator of the job counts or shows.
 *
 * @param group who, such as {@code draft}
 * @param name its name there
 * @param counts whether it only ever grows, so that its rate is of interest
 */
public record Metric(String group, String name, boolean counts) {

  /** Checks that nothing is null. */
  public Metric {
    requireNonNull(group, "group");
    requireNonNull(name, "name");
  }

  /** What Flink's reporter calls it in Prometheus. */
  public String series() {
    return "flink_taskmanager_job_task_operator_dsd_" + group + "_" + name;
  }

  /** The query that a panel shows: one line for each replica. */
  public String query() {
    String by = "sum by (operator_name, subtask_index) ";
    return counts ? by + "(rate(" + series() + "[1m]))" : by + "(" + series() + ")";
  }

  /** A panel's title, such as {@code draft: stale verdicts, a second}. */
  public String title() {
    String words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    return group + ": " + words + (counts ? ", a second" : "");
  }
}
