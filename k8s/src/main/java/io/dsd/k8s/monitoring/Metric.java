package io.dsd.k8s.monitoring;

import java.util.List;
import java.util.Locale;

/**
 * Something that an operator of the job counts or shows.
 *
 * @param groups who, such as {@code draft}; if it is there many times, then also by what and which
 *     one, such as {@code draft, depth, 1}
 * @param name its name there
 * @param counts whether it only ever grows, so that its rate is of interest
 */
public record Metric(List<String> groups, String name, boolean counts) {

  private static final String PREFIX = "flink_taskmanager_job_task_operator_dsd_";

  /** Checks that there are as many groups as there can be. */
  public Metric {
    groups = List.copyOf(groups);
    if (groups.size() != 1 && groups.size() != 3) {
      throw new IllegalArgumentException(
          "%s is in %s; a metric is in one group, or one of many by a name"
              .formatted(name, groups));
    }
  }

  /** What Flink's reporter calls it in Prometheus. */
  public String series() {
    return PREFIX + String.join("_", groups) + "_" + name;
  }

  /** The query that a panel shows: one line for each replica, or for each of many. */
  public String query() {
    return isOneOfMany() ? queryOfMany() : queryOfReplicas();
  }

  /** A panel's title, such as {@code draft: stale verdicts, a second}. */
  public String title() {
    String words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    String by = isOneOfMany() ? " by " + groups.get(1) : "";
    return groups.get(0) + ": " + words + by + (counts ? ", a second" : "");
  }

  private boolean isOneOfMany() {
    return groups.size() == 3;
  }

  private String queryOfReplicas() {
    String by = "sum by (operator_name, subtask_index) ";
    return counts ? by + "(rate(" + series() + "[1m]))" : by + "(" + series() + ")";
  }

  /** Which one it is stands in the name: it is made a label before the rate drops the name. */
  private String queryOfMany() {
    String all = PREFIX + groups.get(0) + "_" + groups.get(1) + "_(.+)_" + name;
    String labelled =
        "label_replace({__name__=~\"%s\"}, \"%s\", \"$1\", \"__name__\", \"%s\")"
            .formatted(all, groups.get(1), all);
    String by = "sum by (" + groups.get(1) + ") ";
    return counts ? by + "(rate(" + labelled + "[1m:15s]))" : by + "(" + labelled + ")";
  }
}
