package io.dsd.job.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.metrics.Metric;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the state of all jobs of dsd on a Flink cluster. */
public final class StatusReader {

  private static final String DRAFT = "draft";
  private static final String SLICE = "slice-";

  /** Flink takes request lines of 4 KB. */
  private static final int QUERY_CHARACTERS = 3000;

  private final Rest rest;

  /** A reader of the cluster behind {@code rest}. */
  public StatusReader(Rest rest) {
    this.rest = rest;
  }

  /**
   * The jobs that have a draft and slices and have not ended.
   *
   * @throws IOException if the cluster does not answer
   */
  public List<JobStatus> read() throws IOException {
    List<JobStatus> jobs = new ArrayList<>();
    for (JsonNode job : rest.get("/jobs/overview").path("jobs")) {
      if (job.path("end-time").asLong(-1) < 0) {
        read(job).ifPresent(jobs::add);
      }
    }
    return List.copyOf(jobs);
  }

  private Optional<JobStatus> read(JsonNode job) throws IOException {
    String path = "/jobs/" + job.path("jid").asText();
    Map<String, String> tasks = new TreeMap<>();
    for (JsonNode vertex : rest.get(path).path("vertices")) {
      // the first of a chain of operators
      String name = vertex.path("name").asText().split(" -> ", 2)[0];
      tasks.put(name, path + "/vertices/" + vertex.path("id").asText());
    }
    if (!tasks.containsKey(DRAFT) || !tasks.containsKey(SLICE + 0)) {
      return Optional.empty();
    }
    List<Placed> drafts = read(DRAFT, tasks.get(DRAFT), Metric.Stage.DRAFT);
    List<List<Placed>> slices = new ArrayList<>();
    for (int slice = 0; tasks.containsKey(SLICE + slice); slice++) {
      slices.add(read(SLICE + slice, tasks.get(SLICE + slice), Metric.Stage.SLICE));
    }
    return Optional.of(
        new JobStatus(
            job.path("jid").asText(),
            job.path("state").asText(),
            job.path("duration").asLong(),
            restarts(path),
            replicas(drafts, slices)));
  }

  private static List<ReplicaStatus> replicas(List<Placed> drafts, List<List<Placed>> slices) {
    List<ReplicaStatus> replicas = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      int replica = i;
      replicas.add(
          new ReplicaStatus(
              replica,
              drafts.get(replica),
              slices.stream().map(placed -> placed.get(replica)).toList()));
    }
    return replicas;
  }

  private long restarts(String path) throws IOException {
    for (JsonNode metric : rest.get(path + "/metrics?get=numRestarts")) {
      return metric.path("value").asLong();
    }
    return 0;
  }

  private List<Placed> read(String operator, String path, Metric.Stage stage) throws IOException {
    List<String> places = new ArrayList<>();
    for (JsonNode subtask : rest.get(path).path("subtasks")) {
      places.add(subtask.path("taskmanager-id").asText());
    }
    List<String> names =
        Arrays.stream(Metric.values())
            .filter(metric -> metric.stage() == stage && metric.isSingle())
            .map(Values::name)
            .toList();
    String prefix = ".%s.dsd.%s.".formatted(operator, stage.group());
    Map<String, Double> numbers = new TreeMap<>();
    List<String> wanted = new ArrayList<>();
    for (int replica = 0; replica < places.size(); replica++) {
      for (String name : names) {
        wanted.add(replica + prefix + name);
      }
    }
    for (String query : queries(wanted)) {
      for (JsonNode metric : rest.get(path + "/metrics?get=" + query)) {
        number(metric).ifPresent(number -> numbers.put(metric.path("id").asText(), number));
      }
    }
    List<Placed> placed = new ArrayList<>();
    for (int replica = 0; replica < places.size(); replica++) {
      String own = replica + prefix;
      placed.add(
          new Placed(
              places.get(replica),
              new Values(
                  numbers.entrySet().stream()
                      .filter(entry -> entry.getKey().startsWith(own))
                      .collect(
                          Collectors.toMap(
                              entry -> entry.getKey().substring(own.length()),
                              Map.Entry::getValue)))));
    }
    return placed;
  }

  private static Optional<Double> number(JsonNode metric) {
    double number = metric.path("value").asDouble(Double.NaN);
    return Double.isNaN(number) ? Optional.empty() : Optional.of(number);
  }

  private static List<String> queries(List<String> names) {
    List<String> queries = new ArrayList<>();
    StringBuilder query = new StringBuilder();
    for (String name : names) {
      if (query.length() + name.length() > QUERY_CHARACTERS) {
        queries.add(query.toString());
        query.setLength(0);
      }
      query.append(query.isEmpty() ? "" : ",").append(name);
    }
    if (!query.isEmpty()) {
      queries.add(query.toString());
    }
    return queries;
  }
}
