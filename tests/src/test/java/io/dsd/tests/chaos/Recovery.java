package io.dsd.tests.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.tests.cluster.ProcessJob;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * How long a job was away, in milliseconds.
 *
 * @param detection from the fault until the job manager restarts the job, or knows it again
 * @param redeployment until the last task is where it will run
 * @param loading until the last task is open, so that the draft begins again
 * @param prefill until the first new tokens
 */
record Recovery(long detection, long redeployment, long loading, long prefill) {

  /**
   * Of a job that runs again.
   *
   * @param fault when it was hit, as milliseconds since the epoch
   * @param tokens when the first new ones came
   */
  static Recovery of(ProcessJob job, long fault, long tokens) {
    JsonNode status = job.status().orElseThrow();
    long detected =
        status.path("timestamps").properties().stream()
            .map(Map.Entry::getValue)
            .mapToLong(JsonNode::asLong)
            .filter(each -> each > fault)
            .min()
            .orElseThrow(() -> new AssertionError("not restarted: " + status));
    List<JsonNode> tasks =
        StreamSupport.stream(status.path("vertices").spliterator(), false)
            .flatMap(vertex -> tasks(job, vertex.path("id").asText()))
            .toList();
    long deployed = last(tasks, Recovery::initializing);
    long running =
        last(tasks, task -> initializing(task) + Math.max(0, spent(task, "INITIALIZING")));
    return new Recovery(
        detected - fault, deployed - detected, running - deployed, tokens - running);
  }

  private static Stream<JsonNode> tasks(ProcessJob job, String vertex) {
    JsonNode detail = job.cluster().ask("/jobs/" + job.id() + "/vertices/" + vertex).orElseThrow();
    return StreamSupport.stream(detail.path("subtasks").spliterator(), false);
  }

  private static long initializing(JsonNode task) {
    return task.path("start-time").asLong() + Math.max(0, spent(task, "DEPLOYING"));
  }

  private static long spent(JsonNode task, String state) {
    return task.path("status-duration").path(state).asLong();
  }

  private static long last(List<JsonNode> tasks, ToLongFunction<JsonNode> time) {
    return tasks.stream().mapToLong(time).max().orElseThrow();
  }

  long total() {
    return detection + redeployment + loading + prefill;
  }

  /** The median of each part, and of the total. */
  static String medians(List<Recovery> recoveries) {
    return String.format(
        Locale.ROOT,
        "detection %d, redeployment %d, loading %d, re-prefill %d; total %d ms (median of %d; worst %d)",
        median(recoveries, Recovery::detection),
        median(recoveries, Recovery::redeployment),
        median(recoveries, Recovery::loading),
        median(recoveries, Recovery::prefill),
        median(recoveries, Recovery::total),
        recoveries.size(),
        recoveries.stream().mapToLong(Recovery::total).max().orElseThrow());
  }

  private static long median(List<Recovery> recoveries, ToLongFunction<Recovery> part) {
    return recoveries.stream().mapToLong(part).sorted().toArray()[recoveries.size() / 2];
  }
}
