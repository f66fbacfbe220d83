package io.dsd.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.command.Dsd;
import io.dsd.tests.cluster.ProcessJob;
import io.dsd.tests.cluster.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The artifact on a cluster of processes, worked by the command line alone: the job's classes come
 * with the job, the decoding from the cluster's {@code lib/}.
 */
@Tag("processes")
class ArtifactTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path LOGS = Path.of("target", "processes").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int TOKENS = 16;

  @TempDir private Path directory;

  @Test
  @Timeout(240)
  void aSubmittedJobAnswersWhatIsSentToItsTopics() throws Exception {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    FileUtils.deleteDirectory(LOGS.toFile());
    try (ProcessJob cluster = ProcessJob.start(LOGS.resolve("cluster"), ProcessJob.plan(3))) {
      String brokers = cluster.brokers();
      Path config = directory.resolve("dsd.yaml");
      Files.writeString(config, configuration(brokers));
      Path records = directory.resolve("prompts.jsonl");
      Files.writeString(records, "this is not JSON\n");

      String job =
          dsd(
                  "submit",
                  "--config",
                  config.toString(),
                  "--jobmanager",
                  cluster.address(),
                  "--create-topics",
                  "1")
              .get(0);
      List<String> places =
          dsd(
              "send",
              "--bootstrap",
              brokers,
              "--raw",
              "--stream",
              "--prompts",
              records.toString(),
              "The river");
      assertThat(places).containsExactly("prompts-0@0", "prompts-0@1");

      assertThat(receive(brokers, "completions", 2))
          .anySatisfy(
              completion ->
                  assertThat(completion.at("/choices/0/token_ids"))
                      .isEqualTo(TinyModel.afterTheRiver(TOKENS)))
          .anySatisfy(
              refusal -> assertThat(refusal.at("/error/code").asText()).isEqualTo("invalid_json"));
      assertThat(receive(brokers, "deltas", 1).get(0).at("/choices/0/text_offset").asInt())
          .isZero();
      assertThat(dsd("receive", "--bootstrap", brokers, "--topic", "dead-letters", "--count", "1"))
          .containsExactly("this is not JSON");
      assertThat(taskManagers(cluster, job)).hasSize(3);
    }
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
    checkpoint:
      interval: 200ms
    """
        .formatted(TinyModel.directory(), TOKENS, brokers);
  }

  private static List<JsonNode> receive(String brokers, String topic, int count) throws Exception {
    List<JsonNode> records = new ArrayList<>();
    for (String line :
        dsd(
            "receive",
            "--bootstrap",
            brokers,
            "--topic",
            topic,
            "--count",
            Integer.toString(count),
            "--timeout",
            PATIENCE.toSeconds() + "s")) {
      records.add(JSON.readTree(line));
    }
    return records;
  }

  private static Set<String> taskManagers(ProcessJob cluster, String job) {
    Set<String> names = new HashSet<>();
    cluster.cluster().placement(job).values().forEach(names::addAll);
    return names;
  }

  private static List<String> dsd(String... arguments) throws Exception {
    try (JavaProcess command =
        JavaProcess.start(
            "dsd-" + arguments[0],
            LOGS,
            System.getProperty("java.class.path"),
            List.of("-Ddsd.jar=" + FlinkDistribution.jobJar()),
            Stream.concat(Stream.of(Dsd.class.getName()), Arrays.stream(arguments)).toList())) {
      return command.lines(PATIENCE);
    }
  }
}
