package io.dsd.tests.savepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.job.cluster.TaskManagers;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.ProcessJob;
import io.dsd.tests.cluster.TinyModel;
import io.dsd.tests.process.FlinkDistribution;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job on processes that is stopped in the middle of its answers, and goes on with more. */
@Tag("processes")
class RescalingOnProcessesTest {

  private static final Path HOME = Path.of("target", "rescaling").toAbsolutePath();
  private static final int PROMPTS = 24;
  private static final int ACTIVE = 8;

  @TempDir private Path directory;

  @Test
  @Timeout(240)
  void stoppedByASavepointItGoesOnWithTwiceTheParallelism() throws Exception {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    FileUtils.deleteDirectory(HOME.toFile());
    List<JsonNode> answers;
    try (ProcessJob job =
        ProcessJob.start(
            HOME.resolve("cluster"),
            ProcessJob.plan(TaskManagers.ofSlices(2).withParallelism(2)))) {
      job.makeTopics();
      job.send(prompts());
      job.submit(parallelism(1), Optional.empty());
      job.answers(1);
      String savepoint = job.stop(HOME.resolve("savepoints"));
      assertThat(job.committedSoFar("completions"))
          .as("answers before the savepoint")
          .hasSizeBetween(1, PROMPTS - ACTIVE);

      job.submit(parallelism(2), Optional.of(savepoint));
      answers = job.answers(PROMPTS);
      assertThat(answers)
          .extracting(answer -> answer.at("/sequence/offset").asInt())
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, PROMPTS).boxed().toList());
      assertThat(answers)
          .as("sequences went on with the tokens they had")
          .anyMatch(answer -> answer.at("/speculation/replays").asInt() > 0);
      assertThat(job.subtasks("draft")).isEqualTo(2);
    }
    assertThat(contents(answers)).isEqualTo(plain());
  }

  private static Map<String, String> parallelism(int parallelism) {
    return Map.of(
        "checkpoint.interval",
        "200ms",
        "parallelism",
        Integer.toString(parallelism),
        "loop.max-active",
        Integer.toString(ACTIVE));
  }

  /** The first is answered soon, when the others that are begun with it are not. */
  private static List<byte[]> prompts() {
    return IntStream.range(0, PROMPTS)
        .mapToObj(
            i ->
                "{\"prompt\": \"Prompt %d\", \"max_tokens\": %d, \"seed\": %d}"
                    .formatted(i, i == 0 ? 16 : 64, i))
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /** What one slice without a draft answers when nothing disturbs it. */
  private Map<Long, String> plain() throws Exception {
    Map<String, String> settings =
        Map.of(
            "model", TinyModel.directory(), "slices", "1", "dtype", "fp32", "draft.kind", "none");
    try (LocalJob job = LocalJob.start(directory, settings, UnaryOperator.identity())) {
      job.send(prompts());
      return contents(job.completions(PROMPTS).values());
    }
  }

  private static Map<Long, String> contents(Iterable<JsonNode> answers) {
    return StreamSupport.stream(answers.spliterator(), false)
        .collect(
            Collectors.toMap(
                each -> each.at("/sequence/offset").asLong(),
                each -> each.at("/choices/0/token_ids").toString()));
  }
}
