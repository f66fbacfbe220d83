package io.dsd.tests.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.Passes;
import io.dsd.tests.cluster.TinyModel;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A savepoint with sequences in the middle of their answers, taken and restored. */
class SavepointTest {

  private static final int PARTITIONS = 2;

  /** No checkpoint comes, so nothing is committed but what savepoints commit. */
  private static final Map<String, String> NO_CHECKPOINT = Map.of("checkpoint.interval", "10min");

  private static Scenario scenario = new Scenario(List.of(), List.of());

  @TempDir private Path directory;

  @BeforeAll
  static void undisturbed(@TempDir Path calm) throws Exception {
    scenario = Station.undisturbed(calm, Scenario.prompts(PARTITIONS), PARTITIONS);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "2, 1"})
  void aStoppedJobGoesOnWithAnyParallelism(int before, int after) throws Exception {
    aStoppedJobGoesOn(parallelism(before), parallelism(after));
  }

  @ParameterizedTest
  @CsvSource({"ngram, 1, eagle3, 2", "eagle3, 2, eagle3, 1", "eagle3, 1, ngram, 1"})
  void aStoppedJobGoesOnWithAnyDraft(String first, int before, String then, int after)
      throws Exception {
    aStoppedJobGoesOn(draft(first, before), draft(then, after));
  }

  private static Map<String, String> draft(String kind, int parallelism) {
    Map<String, String> settings = new HashMap<>(parallelism(parallelism));
    settings.put("draft.kind", kind);
    if (kind.equals("eagle3")) {
      settings.put("draft.model", TinyModel.eagle());
    }
    return settings;
  }

  private void aStoppedJobGoesOn(Map<String, String> before, Map<String, String> after)
      throws Exception {
    try (Station station = new Station(directory, PARTITIONS)) {
      station.send(scenario.prompts());
      String savepoint;
      try (LocalJob job =
          station.job(before, Station.heldAfter(Scenario.PASSES), Optional.empty())) {
        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(Passes::areAwaited);
        CompletableFuture<String> stopped = stop(job);
        // the tasks end after that, and decode until then: nothing of it may be seen
        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(this::isStored);
        Passes.grant(Passes.FREELY);
        savepoint = stopped.get(1, TimeUnit.MINUTES);
      }
      try (LocalJob job = station.job(after, slice -> slice, Optional.of(savepoint))) {
        assertAnswered(station.lastAnswers(job, scenario.answers().size()));
      }
    }
  }

  @Test
  void aJobGoesOnUndisturbedByASavepoint() throws Exception {
    try (Station station = new Station(directory, PARTITIONS)) {
      station.send(scenario.prompts());
      try (LocalJob job =
          station.job(Map.of(), Station.heldAfter(Scenario.PASSES), Optional.empty())) {
        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(Passes::areAwaited);
        assertThat(Path.of(URI.create(job.cluster().savepoint(directory)))).isDirectory();
        Passes.grant(Passes.FREELY);
        List<JsonNode> answers = station.lastAnswers(job, scenario.answers().size());
        assertThat(answers.stream().map(StoredAnswer::of)).isEqualTo(scenario.answers());
        assertThat(answers).noneMatch(SavepointTest::isReplayed);
      }
    }
  }

  @Test
  void aSavepointCommitsNothingUntilItIsRestored() throws Exception {
    try (Station station = new Station(directory, PARTITIONS)) {
      station.send(scenario.prompts());
      String savepoint;
      try (LocalJob job =
          station.job(NO_CHECKPOINT, Station.heldAfter(Scenario.PASSES), Optional.empty())) {
        Awaitility.await().atMost(1, TimeUnit.MINUTES).until(Passes::areAwaited);
        savepoint = job.cluster().savepoint(directory);
        Passes.grant(Passes.FREELY);
      }
      try (LocalJob job = station.job(parallelism(2), slice -> slice, Optional.of(savepoint))) {
        assertAnswered(station.lastAnswers(job, scenario.answers().size()));
      }
    }
  }

  private static void assertAnswered(List<JsonNode> answers) {
    assertThat(answers.stream().map(StoredAnswer::of)).isEqualTo(scenario.answers());
    assertThat(answers)
        .as("sequences went on with the tokens they had")
        .anyMatch(SavepointTest::isReplayed);
  }

  private static boolean isReplayed(JsonNode answer) {
    return answer.at("/speculation/replays").asInt() > 0;
  }

  private CompletableFuture<String> stop(LocalJob job) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return job.cluster().stop(directory);
          } catch (Exception failed) {
            throw new AssertionError(failed);
          }
        });
  }

  private boolean isStored() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      return files.anyMatch(file -> Files.exists(file.resolve("_metadata")));
    }
  }

  private static Map<String, String> parallelism(int parallelism) {
    return Map.of("parallelism", Integer.toString(parallelism));
  }
}
