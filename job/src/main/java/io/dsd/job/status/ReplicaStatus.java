package io.dsd.job.status;

import io.dsd.metrics.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One replica: a draft and all slices.
 *
 * @param replica from 0 on
 * @param draft the draft
 * @param slices the slices, in their order
 */
public record ReplicaStatus(int replica, Placed draft, List<Placed> slices) {

  /** Keeps a copy. */
  public ReplicaStatus {
    slices = List.copyOf(slices);
  }

  /** Whether Flink has fetched the metrics of all its parts. */
  boolean isMeasured() {
    return draft.values().get(Metric.ROUNDS).isPresent()
        && slices.stream().allMatch(slice -> slice.values().get(Metric.LAYERS).isPresent());
  }

  /**
   * The one-way latencies that a round crosses, in milliseconds. A message crosses the link of the
   * task manager that sends it, unless it stays there.
   *
   * @param links by task manager, in milliseconds
   * @return empty unless all that are crossed are known
   */
  OptionalDouble links(Map<String, Double> links) {
    List<String> way = new ArrayList<>();
    way.add(draft.taskManager());
    slices.forEach(slice -> way.add(slice.taskManager()));
    way.add(draft.taskManager());
    double sum = 0;
    for (int i = 0; i + 1 < way.size(); i++) {
      if (!way.get(i).equals(way.get(i + 1))) {
        Double link = links.get(way.get(i));
        if (link == null) {
          return OptionalDouble.empty();
        }
        sum += link;
      }
    }
    return links.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum);
  }

  /** The median round beside what it cannot be shorter than; empty while something is unknown. */
  public Optional<Bound> bound(Map<String, Double> links) {
    OptionalDouble crossed = links(links);
    OptionalDouble compute = draft.values().millis(Metric.COMPUTE_NANOS);
    OptionalDouble round = draft.values().millis(Metric.ROUND_NANOS);
    boolean known = crossed.isPresent() && compute.isPresent() && round.isPresent();
    return known && round.getAsDouble() > 0
        ? Optional.of(new Bound(round.getAsDouble(), crossed.getAsDouble(), compute.getAsDouble()))
        : Optional.empty();
  }
}
