package io.dsd.job.status;

import io.dsd.metrics.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Status as a table for people. */
public final class StatusTable {

  private static final double MEBIBYTE = 1 << 20;
  private static final String UNKNOWN = "-";

  private StatusTable() {}

  /**
   * The text.
   *
   * @param links the one-way latency of the links that task managers send over, in milliseconds
   */
  public static String text(List<JobStatus> jobs, Map<String, Double> links) {
    StringBuilder text = new StringBuilder();
    jobs.forEach(job -> text.append(text(job, links)));
    return jobs.isEmpty() ? "no job of dsd runs\n" : text.toString();
  }

  private static String text(JobStatus job, Map<String, Double> links) {
    Duration running = Duration.ofSeconds(Duration.ofMillis(job.runningMillis()).toSeconds());
    return "job %s %s for %s, %d restarts%n%n%s%n%s%n%s"
        .formatted(
            job.id(),
            job.state(),
            running.toString().substring(2).toLowerCase(Locale.ROOT),
            job.restarts(),
            drafts(job),
            rounds(job, links),
            slices(job));
  }

  private static String drafts(JobStatus job) {
    Columns table =
        new Columns(
            "replica",
            "tokens/s",
            "tokens/round",
            "decoded",
            "waiting",
            "blocks in flight",
            "completed",
            "refused",
            "replays",
            "drafter busy");
    for (ReplicaStatus replica : job.replicas()) {
      Values draft = replica.draft().values();
      table.add(
          List.of(
              Integer.toString(replica.replica()),
              number("%.1f", draft.get(Metric.TOKENS_PER_SECOND)),
              number("%.2f", draft.get(Metric.ACCEPTANCE_LENGTH)),
              whole(draft.get(Metric.ACTIVE)),
              whole(draft.get(Metric.WAITING)),
              whole(draft.get(Metric.ROUNDS_IN_FLIGHT)),
              whole(draft.get(Metric.COMPLETED)),
              whole(draft.get(Metric.REFUSED)),
              whole(draft.get(Metric.REPLAYS)),
              percent(draft.get(Metric.DRAFTER_BUSY_SHARE))));
    }
    return table.text();
  }

  /** Medians: each of its own, so they need not add up to the last unit. */
  private static String rounds(JobStatus job, Map<String, Double> links) {
    Columns table =
        new Columns(
            "replica",
            "median round ms",
            "in links",
            "in slices",
            "in their queues",
            "drafting before it",
            "links + slices at least");
    for (ReplicaStatus replica : job.replicas()) {
      Values draft = replica.draft().values();
      table.add(
          List.of(
              Integer.toString(replica.replica()),
              number("%.1f", draft.millis(Metric.ROUND_NANOS)),
              number("%.1f", draft.millis(Metric.LINK_NANOS)),
              number("%.1f", draft.millis(Metric.COMPUTE_NANOS)),
              number("%.1f", draft.millis(Metric.QUEUE_NANOS)),
              number("%.1f", draft.millis(Metric.DRAFT_NANOS)),
              bound(replica.bound(links))));
    }
    return table.text();
  }

  private static String bound(Optional<Bound> bound) {
    return bound
        .map(
            known ->
                "%.1f + %.1f = %.1f, so %+.1f"
                    .formatted(known.links(), known.compute(), known.least(), known.over()))
        .orElse(UNKNOWN);
  }

  private static String slices(JobStatus job) {
    Columns table =
        new Columns(
            "slice",
            "replica",
            "task manager",
            "layers",
            "busy",
            "median forward ms",
            "of tokens",
            "queue",
            "KV MiB",
            "of",
            "evictions",
            "rebases");
    for (ReplicaStatus replica : job.replicas()) {
      for (int slice = 0; slice < replica.slices().size(); slice++) {
        table.add(row(slice, replica.replica(), replica.slices().get(slice)));
      }
    }
    return table.text();
  }

  private static List<String> row(int slice, int replica, Placed placed) {
    Values values = placed.values();
    List<String> cells = new ArrayList<>();
    cells.add(Integer.toString(slice));
    cells.add(Integer.toString(replica));
    cells.add(placed.taskManager());
    cells.add(whole(values.get(Metric.LAYERS)));
    cells.add(percent(values.get(Metric.BUSY_SHARE)));
    cells.add(number("%.1f", values.millis(Metric.FORWARD_NANOS)));
    cells.add(whole(values.get(Metric.FORWARD_TOKENS)));
    cells.add(whole(values.get(Metric.QUEUE_LENGTH)));
    cells.add(mebibytes(values.get(Metric.CACHE_BYTES)));
    cells.add(mebibytes(values.get(Metric.CACHE_BUDGET)));
    cells.add(whole(values.get(Metric.EVICTIONS)));
    cells.add(whole(values.get(Metric.REBASES)));
    return cells;
  }

  private static String mebibytes(OptionalDouble bytes) {
    return bytes.isPresent() ? format("%.1f", bytes.getAsDouble() / MEBIBYTE) : UNKNOWN;
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? format("%.0f%%", 100 * share.getAsDouble()) : UNKNOWN;
  }

  private static String whole(OptionalDouble value) {
    return number("%.0f", value);
  }

  private static String number(String format, OptionalDouble value) {
    return value.isPresent() ? format(format, value.getAsDouble()) : UNKNOWN;
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
