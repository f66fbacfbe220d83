package io.dsd.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.tests.cluster.ProcessJob;
import io.dsd.tests.cluster.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.util.FileUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The job worked by the commands that Flink and Kafka ship, and by nothing of this project. */
@Tag("processes")
class OwnToolsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path LOGS = Path.of("target", "own-tools").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int TOKENS = 16;
  private static final int MANY = 60;

  @TempDir private Path directory;

  @Test
  @Timeout(300)
  void flinkRunsStopsAndResumesTheJobThatKafkasConsoleFeedsAndReads() throws Exception {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    FileUtils.deleteDirectory(LOGS.toFile());
    try (ProcessJob cluster = ProcessJob.start(LOGS.resolve("cluster"), ProcessJob.plan(3))) {
      KafkaConsole kafka = new KafkaConsole(LOGS.resolve("kafka"), cluster.brokers());
      FlinkClient flink = new FlinkClient(LOGS.resolve("client"), cluster.address());
      Path config = directory.resolve("dsd.yaml");
      Files.writeString(config, configuration(cluster.brokers()));
      String jar = FlinkDistribution.jobJar().toString();
      for (String topic : List.of("prompts", "completions", "deltas", "dead-letters")) {
        kafka.create(topic);
      }

      String job = flink.run(jar, "--config", config.toString());
      kafka.produce(
          "prompts",
          List.of(
              "trace:7,tenant:a\tfirst\t{\"prompt\": \"The river\"}",
              "trace:8\tsecond\tthis is not JSON"));

      assertThat(kafka.consume("completions", 2, PATIENCE))
          .anySatisfy(
              line -> {
                assertThat(line).startsWith("trace:7,tenant:a\tfirst\t{");
                assertThat(value(line).at("/choices/0/token_ids"))
                    .isEqualTo(TinyModel.afterTheRiver(TOKENS));
              })
          .anySatisfy(
              line -> {
                assertThat(line).startsWith("trace:8\tsecond\t{");
                assertThat(value(line).at("/error/code").asText()).isEqualTo("invalid_json");
              });
      assertThat(kafka.consume("dead-letters", 1, PATIENCE))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line).startsWith("trace:8,dsd-error-code:invalid_json,");
                assertThat(line).endsWith("\tsecond\tthis is not JSON");
              });

      kafka.produce("prompts", many());
      String savepoint = flink.stop(directory.resolve("savepoints"), job);
      assertThat(state(cluster, job)).isEqualTo("FINISHED");
      assertThat(kafka.consume("completions", 2 + MANY, Duration.ofSeconds(3)))
          .as("answers before the savepoint")
          .hasSizeBetween(2, 1 + MANY);

      String resumed = flink.run("-s", savepoint, jar, "--config", config.toString());
      List<String> answers = kafka.consume("completions", 2 + MANY, PATIENCE);
      assertThat(answers.stream().map(line -> value(line).at("/sequence/offset").asInt()))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 2 + MANY).boxed().toList());
      assertThat(kafka.consume("completions", 3 + MANY, Duration.ofSeconds(3)))
          .as("nothing comes twice")
          .hasSize(2 + MANY);

      flink.cancel(resumed);
      Awaitility.await("the end of the job")
          .atMost(PATIENCE)
          .until(() -> state(cluster, resumed).equals("CANCELED"));
    }
  }

  private static List<String> many() {
    return IntStream.range(0, MANY)
        .mapToObj(
            i ->
                "n:%d\tkey-%d\t{\"prompt\": \"Prompt %d\", \"max_tokens\": 300, \"seed\": %d}"
                    .formatted(i, i, i, i))
        .toList();
  }

  private static String configuration(String brokers) {
    return """
    model: %s
    slices: 3
    dtype: fp32
    request:
      max-tokens: %d
      temperature: 0
    kafka:
      bootstrap-servers: %s
    # so that many are not all answered before the client that stops the job has come up
    loop:
      max-active: 6
    checkpoint:
      interval: 200ms
    """
        .formatted(TinyModel.directory(), TOKENS, brokers);
  }

  private static String state(ProcessJob cluster, String job) {
    return cluster.cluster().ask("/jobs/" + job).orElseThrow().path("state").asText();
  }

  private static JsonNode value(String line) {
    try {
      return JSON.readTree(line.substring(line.indexOf("\t{") + 1));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
