package io.dsd.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.job.cluster.TaskManagers;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.ProcessJob;
import io.dsd.tests.cluster.TinyModel;
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

/** A draft on a task manager of its own, by {@code placement.draft: apart}. */
@Tag("processes")
class DraftApartTest {

  private static final Path HOME = Path.of("target", "draft-apart").toAbsolutePath();
  private static final int PROMPTS = 12;

  @TempDir private Path directory;

  @Test
  @Timeout(240)
  void itRunsWhereItIsDeclaredThenOnTheSpareAndAnswersAreThoseOfOneProcess() throws Exception {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    FileUtils.deleteDirectory(HOME.toFile());
    List<JsonNode> answers;
    try (ProcessJob job =
        ProcessJob.start(
            HOME.resolve("cluster"), ProcessJob.plan(new TaskManagers(2, true, 1, 1)))) {
      job.makeTopics();
      job.submit(Map.of("checkpoint.interval", "200ms", "loop.max-active", "2"), Optional.empty());
      job.send(prompts());
      job.answers(1);
      assertThat(job.places())
          .containsEntry("draft", "draft")
          .containsEntry("tail", "draft")
          .containsEntry("slice-0", "slice-0")
          .containsEntry("slice-1", "slice-1");

      job.cluster().kill("draft");
      answers = job.answers(PROMPTS);
      assertThat(job.places()).containsEntry("draft", "spare-0").containsEntry("tail", "spare-0");
    }
    assertThat(answers).hasSize(PROMPTS);
    assertThat(answers)
        .as("sequences went on with the tokens they had")
        .anyMatch(answer -> answer.at("/speculation/replays").asInt() > 0);
    assertThat(contents(answers)).isEqualTo(inOneProcess());
  }

  private static List<byte[]> prompts() {
    return IntStream.range(0, PROMPTS)
        .mapToObj(
            i ->
                "{\"prompt\": \"Prompt %d\", \"max_tokens\": %d, \"seed\": %d}"
                    .formatted(i, i == 0 ? 16 : 200, i))
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  /** What one slice answers whose draft is apart, too, in this process. */
  private Map<Long, String> inOneProcess() throws Exception {
    Map<String, String> settings =
        Map.of(
            "model",
            TinyModel.directory(),
            "slices",
            "1",
            "dtype",
            "fp32",
            "draft.kind",
            "none",
            "placement.draft",
            "apart");
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
