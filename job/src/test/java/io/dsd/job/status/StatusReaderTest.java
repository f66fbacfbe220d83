package io.dsd.job.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.dsd.metrics.Metric;
import io.dsd.model.slice.SliceWeights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Status of what a job manager answers. */
class StatusReaderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OVERVIEW =
      """
      {"jobs": [
        {"jid": "a", "state": "RUNNING", "duration": 61000, "end-time": -1},
        {"jid": "b", "state": "FAILED", "duration": 5, "end-time": 7},
        {"jid": "c", "state": "RUNNING", "duration": 5, "end-time": -1}]}
      """;
  private static final String JOB =
      """
      {"vertices": [
        {"id": "d", "name": "draft -> (completions: Writer, dead-letters: Writer)"},
        {"id": "s0", "name": "slice-0"},
        {"id": "s1", "name": "slice-1"},
        {"id": "t", "name": "tail"}]}
      """;

  private final Map<String, String> answers = new TreeMap<>();
  private final Map<String, Double> metrics = new TreeMap<>();
  private final List<String> queries = new ArrayList<>();

  private JsonNode answer(String path) throws IOException {
    int question = path.indexOf("?get=");
    if (question < 0) {
      return JSON.readTree(answers.get(path));
    }
    queries.add(path);
    ArrayNode found = JSON.createArrayNode();
    for (String name : path.substring(question + 5).split(",", -1)) {
      if (metrics.containsKey(name)) {
        found.addObject().put("id", name).put("value", metrics.get(name).toString());
      }
    }
    return found;
  }

  private List<JobStatus> read() throws IOException {
    return new StatusReader(this::answer).read();
  }

  private void run(String... draft) {
    answers.put("/jobs/overview", OVERVIEW);
    answers.put("/jobs/a", JOB);
    answers.put("/jobs/c", "{\"vertices\": [{\"id\": \"x\", \"name\": \"Source: numbers\"}]}");
    answers.put("/jobs/a/vertices/d", subtasks(draft));
    answers.put("/jobs/a/vertices/s0", subtasks(draft));
    answers.put(
        "/jobs/a/vertices/s1",
        subtasks(Stream.of(draft).map(name -> "far-" + name).toArray(String[]::new)));
    metrics.put("numRestarts", 2.0);
  }

  private static String subtasks(String... taskManagers) {
    ArrayNode subtasks = JSON.createArrayNode();
    for (String taskManager : taskManagers) {
      subtasks.addObject().put("taskmanager-id", taskManager);
    }
    return JSON.createObjectNode().set("subtasks", subtasks).toString();
  }

  @Test
  void onlyJobsWithADraftAndSlicesThatHaveNotEndedAreShown() throws IOException {
    run("near");
    assertThat(read())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.id()).isEqualTo("a");
              assertThat(job.restarts()).isEqualTo(2);
              assertThat(job.isMeasured()).isFalse();
            });
  }

  @Test
  void everyReplicaHasItsOwnValues() throws IOException {
    run("one", "two");
    metrics.put("1.draft.dsd.draft.tokens", 7.0);
    metrics.put("1.slice-1.dsd.slice.busyShare", 0.25);
    List<ReplicaStatus> replicas = read().get(0).replicas();
    assertThat(replicas).hasSize(2);
    assertThat(replicas.get(0).draft().values().get(Metric.TOKENS)).isEmpty();
    ReplicaStatus second = replicas.get(1);
    assertThat(second.draft()).extracting(Placed::taskManager).isEqualTo("two");
    assertThat(second.draft().values().get(Metric.TOKENS)).hasValue(7);
    assertThat(second.slices()).extracting(Placed::taskManager).containsExactly("two", "far-two");
    assertThat(second.slices().get(1).values().get(Metric.BUSY_SHARE)).hasValue(0.25);
  }

  @Test
  void noQueryIsLongerThanFlinkTakes() throws IOException {
    String[] many = new String[64];
    Arrays.fill(many, "near");
    run(many);
    read();
    assertThat(queries)
        .hasSizeGreaterThan(10)
        .allSatisfy(query -> assertThat(query).hasSizeLessThan(4000));
  }

  @Test
  void aRoundCrossesTheLinksOfWhoSendsToAnother() throws IOException {
    run("near");
    metrics.put("0.draft.dsd.draft.roundNanos_median", 60e6);
    metrics.put("0.draft.dsd.draft.computeNanos_median", 9e6);
    ReplicaStatus replica = read().get(0).replicas().get(0);
    Bound bound = replica.bound(Map.of("near", 20.0, "far-near", 30.0)).orElseThrow();
    assertThat(bound.links()).isEqualTo(50);
    assertThat(bound.least()).isEqualTo(59);
    assertThat(bound.over()).isEqualTo(1);
    assertThat(bound.isClose()).isTrue();
    assertThat(replica.bound(Map.of("near", 20.0))).isEmpty();
    assertThat(replica.bound(Map.of("near", 20.0, "far-near", 10.0)).orElseThrow().isClose())
        .isFalse();
  }

  @Test
  void theTableSaysWhatIsNotKnownAndWhatIs() throws IOException {
    run("near");
    metrics.put("0.draft.dsd.draft.tokensPerSecond", 41.26);
    metrics.put("0.slice-1.dsd.slice.cacheBytes", 3.0 * (1 << 20));
    assertThat(StatusTable.text(read(), Map.of()).lines())
        .contains("job a RUNNING for 1m1s, 2 restarts")
        .anySatisfy(line -> assertThat(line).matches(" +0 +41\\.3 +- .*"))
        .anySatisfy(line -> assertThat(line).matches(" +1 +0 +far-near .* 3\\.0 +- .*"));
    assertThat(StatusTable.text(List.of(), Map.of())).isEqualTo("no job of dsd runs\n");
  }

  @Test
  void speedsAreMeasuredByWhatForwardPassesTake() throws IOException {
    run("near");
    metrics.put("0.slice-0.dsd.slice.layers", 6.0);
    metrics.put("0.slice-1.dsd.slice.layers", 6.0);
    metrics.put("0.slice-0.dsd.slice.forwardNanos_median", 6e6);
    metrics.put("0.slice-1.dsd.slice.forwardNanos_median", 12e6);
    JobStatus job = read().get(0);
    SliceWeights weights = new SliceWeights(12, 100, 0, 0, true);
    assertThat(MeasuredSpeeds.of(job, weights).text().lines())
        .containsExactly(
            "# the slowest forward pass takes 12.0 ms with layers [6, 6], and would take about 8.0 ms with [8, 4]",
            "placement.machines: [1.00, 0.50]");
    SliceWeights other = new SliceWeights(30, 100, 0, 0, true);
    assertThatThrownBy(() -> MeasuredSpeeds.of(job, other))
        .hasMessageContaining("that model has 30 layers, but the slices of job a have 12");
  }

  @Test
  void theLineOfJsonHasTheNamesOfTheMetrics() throws IOException {
    run("near");
    metrics.put("0.draft.dsd.draft.roundNanos_median", 60e6);
    metrics.put("0.draft.dsd.draft.computeNanos_median", 9e6);
    String line = StatusJson.line(read(), Map.of("near", 20.0, "far-near", 30.0));
    assertThat(line).doesNotContain("\n");
    JsonNode replica = JSON.readTree(line).at("/jobs/0/replicas/0");
    assertThat(replica.at("/draft/roundNanos_median").asDouble()).isEqualTo(60e6);
    assertThat(replica.at("/slices/1/task_manager").asText()).isEqualTo("far-near");
    assertThat(replica.at("/bound/over_ms").asDouble()).isEqualTo(1);
  }
}
