package io.dsd.tests.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.tests.cluster.LocalJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What released jobs have stored ({@link StoreSavepoint}) is taken up by today's job. */
class ReleasedSavepointTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  static List<Path> savepoints() throws IOException {
    try (Stream<Path> directories = Files.list(Path.of("src/test/resources/savepoints"))) {
      return directories.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("savepoints")
  void todaysJobGoesOnWithWhatAReleaseStoredAndAtOtherBrokers(Path stored) throws Exception {
    Scenario scenario = Scenario.read(stored.resolve("scenario.json"));
    try (Station station = new Station(directory, 1)) {
      // the very places that the state names
      station.send(scenario.prompts());
      try (LocalJob job =
          station.job(
              Map.of(), slice -> slice, Optional.of(stored.toAbsolutePath().toUri().toString()))) {
        List<JsonNode> answers = station.lastAnswers(job, scenario.open().size());
        assertThat(answers.stream().map(StoredAnswer::of)).isEqualTo(scenario.open());
        assertThat(answers)
            .as("sequences that had begun are replayed")
            .anyMatch(answer -> answer.at("/speculation/replays").asInt() > 0)
            .as("sequences that waited are not")
            .anyMatch(answer -> answer.at("/speculation/replays").asInt() == 0);
        ConsumerRecord<byte[], byte[]> first = job.committed("deltas", 1).get(0);
        assertThat(JSON.readTree(first.value()).at("/choices/0/token_offset").asInt())
            .as("tokens of the first sequence that are not decoded again")
            .isPositive();
      }
    }
  }
}
