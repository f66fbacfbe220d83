package io.dsd.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code dsd bench load} from the command to the report, and when it is told to stop. */
@Tag("alone")
class BenchLoadTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int TERMINATED = 143;

  @Test
  @Timeout(240)
  void oneAndFourSequencesAreMeasuredOnOneClusterAndTheTraceShowsEachSlice() throws Exception {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    BenchProcess bench = BenchProcess.in("bench-load");

    List<String> said;
    try (JavaProcess process =
        bench.start(
            "load", "--concurrency", "1,4", "--traced", "4", "--tokens", "16", "--warm-up", "4")) {
      said = process.lines(PATIENCE);
    }

    assertThat(said).last().isEqualTo("report: " + bench.out().resolve("report.html"));
    JsonNode points = JSON.readTree(bench.out().resolve("load.json").toFile()).path("points");
    assertThat(points).hasSize(2);
    assertThat(points.at("/0/concurrency").asInt()).isEqualTo(1);
    assertThat(points.at("/0/answers").size()).isGreaterThanOrEqualTo(2);
    assertThat(points.at("/1/concurrency").asInt()).isEqualTo(4);
    assertThat(points.at("/1/answers").size()).isGreaterThanOrEqualTo(8);
    for (JsonNode point : points) {
      for (JsonNode answer : point.path("answers")) {
        assertThat(answer.path("tokens").size()).isBetween(1, 16);
        // the first token is there after a round at least, of two links of 5 ms, and before the
        // last
        assertThat(answer.at("/spent/first").asDouble())
            .isGreaterThan(10)
            .isLessThanOrEqualTo(answer.at("/spent/wall").asDouble());
      }
      assertThat(point.at("/portion/busy")).hasSize(2);
    }
    JsonNode trace = JSON.readTree(bench.out().resolve("trace.json").toFile());
    assertThat(trace.path("concurrency").asInt()).isEqualTo(4);
    assertThat(trace.path("passes").findValues("slice").stream().map(JsonNode::asInt))
        .contains(0, 1);
    assertThat(Files.readString(bench.out().resolve("report.html")))
        .contains("Many sequences at the same time");
    assertThat(bench.cluster()).doesNotExist();
  }

  @Test
  @Timeout(240)
  void nothingIsLeftOfItsClusterWhenItIsToldToStop() throws Exception {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    BenchProcess bench = BenchProcess.in("bench-stopped");

    Set<Long> members;
    try (JavaProcess process = bench.start("load", "--concurrency", "1", "--turns", "1000")) {
      Awaitility.await("all processes of the cluster")
          .atMost(PATIENCE)
          .until(() -> pids(bench).size() >= 6);
      members = pids(bench);
      process.stop();
      process.lines(PATIENCE, Set.of(TERMINATED));
    }

    assertThat(bench.cluster()).doesNotExist();
    assertThat(members)
        .allSatisfy(
            pid -> assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty());
  }

  private static Set<Long> pids(BenchProcess bench) throws Exception {
    if (!Files.exists(bench.cluster())) {
      return Set.of();
    }
    return Set.copyOf(
        JSON.readTree(bench.cluster().toFile()).findValues("pid").stream()
            .map(JsonNode::asLong)
            .toList());
  }
}
