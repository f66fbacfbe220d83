package io.dsd.metrics;

import java.util.Locale;

/** The reference of all metrics as Markdown: what {@code docs/metrics.md} holds. */
public final class MetricsPage {

  private static final String OPENING =
      """
      # Metrics

      The job's operators have Flink metrics, beside those that Flink has of every task. `./dsd status`
      shows the most important ones as a table. Flink's web page and REST interface show all: a metric of
      the draft of replica 1 is `1.draft.dsd.draft.tokens` of the task `draft`, one of slice 2 is
      `1.slice-2.dsd.slice.busyShare` of the task `slice-2`.

      Times are in nanoseconds. A histogram knows the last 256 values. What counts begins at 0 when its
      task starts, so after a restart of the job, too.

      This page is written from the code, by `io.dsd.metrics.MetricsPage`; a test compares it, and what
      operators register, with the list `io.dsd.metrics.Metric`.

      """;

  private static final String PROMETHEUS =
      """

      ## Prometheus

      Flink's own reporter gives them to Prometheus. In the configuration of every process of Flink, with
      `flink-metrics-prometheus` in `plugins/` (the distribution has it there):

      ```yaml
      metrics.reporter.prom.factory.class: org.apache.flink.metrics.prometheus.PrometheusReporterFactory
      metrics.reporter.prom.port: 9249
      ```

      Every process listens on a port of its own; where several run on one machine, give a range,
      `9249-9260`, of which each one takes the first that is free. The reporter asks for no password and
      listens on all addresses of the machine.

      A name there is `flink_taskmanager_job_task_operator_` and the metric's, with `_` for `.`:
      `flink_taskmanager_job_task_operator_dsd_draft_tokens`. Labels tell where it is from: `job_id`,
      `operator_name` (`draft`, `slice_0`), `subtask_index` (the replica), `tm_id`. A histogram is a
      summary: a series for each `quantile` from 0.5 to 0.999, and `_count`.

      `./dsd cluster start --metrics-port 9249` sets this up for a cluster on one machine: the job
      manager is at that port and the task managers at those that follow, and `prometheus.yml` in the
      cluster's folder tells Prometheus where they are:

      ```sh
      prometheus --config.file ~/.cache/dsd/cluster/prometheus.yml
      ```

      Useful expressions, `d` standing for `flink_taskmanager_job_task_operator_dsd`:

      | what | expression |
      |---|---|
      | tokens a second, all replicas | `sum(rate(d_draft_tokens[1m]))` |
      | tokens a round, lately | `sum(rate(d_draft_tokens[1m])) / sum(rate(d_draft_rounds[1m]))` |
      | the median round, in seconds | `d_draft_roundNanos{quantile="0.5"} / 1e9` |
      | the slice at its limit | `topk(1, d_slice_busyShare)` |
      | KV memory in use | `d_slice_cacheBytes / d_slice_cacheBudget` |
      """;

  private MetricsPage() {}

  /** The page. */
  public static String markdown() {
    StringBuilder page = new StringBuilder(OPENING);
    for (Metric.Stage stage : Metric.Stage.values()) {
      page.append(
          "## `dsd.%s`%n%n| metric | kind | meaning |%n|---|---|---|%n".formatted(stage.group()));
      for (Metric metric : Metric.values()) {
        if (metric.stage() == stage) {
          page.append(row(metric));
        }
      }
      page.append('\n');
    }
    return page.toString().strip() + "\n" + PROMETHEUS;
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | %s |%n"
        .formatted(
            metric.path().substring("dsd.".length() + metric.stage().group().length() + 1),
            metric.kind().name().toLowerCase(Locale.ROOT),
            metric.meaning());
  }
}
