package io.dsd.job.bench.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.metrics.Metric;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the counters of a job of one replica from Flink's REST interface. */
final class Counters {

  /** Flink fetches metrics from task managers when they are asked for, each second at most. */
  private static final Duration FETCHING = Duration.ofMillis(1100);

  private static final int FETCHES = 8;
  private static final Pattern AHEAD =
      Pattern.compile("\\.sent\\.drafter\\..+\\.window\\.(?!1\\.)[^.]+\\.blocks$");
  private static final String BYTES = "0.numBytesOut";
  private static final int AT_ONCE = 40;

  private final String job;
  private final Function<String, Optional<JsonNode>> flink;

  /**
   * Those of a job.
   *
   * @param job its path
   * @param flink answers to paths
   */
  Counters(String job, Function<String, Optional<JsonNode>> flink) {
    this.job = job;
    this.flink = flink;
  }

  /** The counts, once so many sequences are counted as ended; what there is if that takes long. */
  Counted read(int ended) throws InterruptedException {
    Map<String, Map<String, Double>> tasks = new LinkedHashMap<>();
    boolean isCounted = false;
    for (int fetch = 0; fetch < FETCHES && !isCounted; fetch++) {
      isCounted = of(tasks, "draft", Metric.COMPLETED.leaf()) >= ended;
      // once more when it is so: task managers are asked one after the other
      new CountDownLatch(1).await(FETCHING.toMillis(), TimeUnit.MILLISECONDS);
      tasks.clear();
      vertices().forEach((name, path) -> tasks.put(name, values(path)));
    }
    long bytes = 0;
    List<Long> busy = new ArrayList<>();
    for (int slice = 0; tasks.containsKey("slice-" + slice); slice++) {
      bytes += (long) of(tasks, "slice-" + slice, BYTES);
      busy.add((long) of(tasks, "slice-" + slice, Metric.BUSY_NANOS.leaf()));
    }
    return new Counted(
        (long) of(tasks, "draft", Metric.TOKENS.leaf()),
        (long) of(tasks, "draft", Metric.ROUNDS.leaf()),
        (long)
            tasks.getOrDefault("draft", Map.of()).entrySet().stream()
                .filter(entry -> AHEAD.matcher(entry.getKey()).find())
                .mapToDouble(Map.Entry::getValue)
                .sum(),
        (long) of(tasks, "draft", "cancelledBlocks"),
        busy.size() > 1 ? bytes : 0,
        busy);
  }

  /** A task's value whose name ends so; 0 if there is none. */
  private static double of(Map<String, Map<String, Double>> tasks, String task, String leaf) {
    return tasks.getOrDefault(task, Map.of()).entrySet().stream()
        .filter(entry -> entry.getKey().equals(leaf) || entry.getKey().endsWith("." + leaf))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  private Map<String, String> vertices() {
    Map<String, String> paths = new HashMap<>();
    flink
        .apply(job)
        .ifPresent(
            graph ->
                graph
                    .path("vertices")
                    .forEach(
                        vertex ->
                            paths.put(
                                vertex.path("name").asText().split(" -> ", 2)[0],
                                job + "/vertices/" + vertex.path("id").asText() + "/metrics")));
    return paths;
  }

  private Map<String, Double> values(String path) {
    List<String> names = new ArrayList<>();
    flink
        .apply(path)
        .ifPresent(
            all ->
                all.forEach(
                    metric -> {
                      String name = metric.path("id").asText();
                      if (name.equals(BYTES) || name.contains(".dsd.")) {
                        names.add(name);
                      }
                    }));
    Map<String, Double> values = new HashMap<>();
    for (int from = 0; from < names.size(); from += AT_ONCE) {
      String query =
          names.subList(from, Math.min(names.size(), from + AT_ONCE)).stream()
              .map(name -> URLEncoder.encode(name, StandardCharsets.UTF_8))
              .collect(Collectors.joining(","));
      flink
          .apply(path + "?get=" + query)
          .ifPresent(
              all ->
                  all.forEach(
                      metric ->
                          values.put(
                              metric.path("id").asText(), metric.path("value").asDouble(0))));
    }
    return values;
  }
}
