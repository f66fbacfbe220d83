package io.dsd.tests.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.Passes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stores a savepoint of today's job under {@code src/test/resources/savepoints}, for {@link
 * ReleasedSavepointTest} of this release and all later ones. Not a test: it is run by hand when a
 * release has changed what is stored, with the number that the directory is to have:
 *
 * <pre>
 * mvn -pl tests -am test -Dtest=StoreSavepoint -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Ddsd.store-savepoint=2
 * </pre>
 */
@EnabledIfSystemProperty(named = "dsd.store-savepoint", matches = "[0-9]+")
class StoreSavepoint {

  @TempDir private Path directory;

  @Test
  void store() throws Exception {
    Path target =
        Path.of("src/test/resources/savepoints", System.getProperty("dsd.store-savepoint"));
    assertThat(target).as("what a release has stored stays as it is").doesNotExist();
    Scenario scenario =
        Station.undisturbed(directory.resolve("undisturbed"), Scenario.prompts(1), 1);
    Path savepoint = savepoint(scenario);
    String state = Files.readString(savepoint.resolve("_metadata"), StandardCharsets.ISO_8859_1);
    assertThat(savepoint.toFile().list()).as("all state is in one file").hasSize(1);
    assertThat(scenario.open())
        .as("sequences in the state")
        .allMatch(answer -> state.contains(answer.id()));
    assertThat(scenario.answers())
        .as("sequences out of the state")
        .filteredOn(answer -> !scenario.open().contains(answer))
        .isNotEmpty()
        .noneMatch(answer -> state.contains(answer.id()));
    Files.createDirectories(target);
    Files.copy(savepoint.resolve("_metadata"), target.resolve("_metadata"));
    scenario.write(target.resolve("scenario.json"));
  }

  private Path savepoint(Scenario scenario) throws Exception {
    try (Station station = new Station(directory.resolve("stored"), 1)) {
      station.send(scenario.prompts());
      // no checkpoint, so the transactions with the early answers are open in the savepoint
      try (LocalJob job =
          station.job(
              Map.of("checkpoint.interval", "10min"),
              Station.heldAfter(Scenario.PASSES),
              Optional.empty())) {
        Awaitility.await().until(Passes::areAwaited);
        Path stored = Path.of(URI.create(job.cluster().savepoint(directory)));
        Passes.grant(Passes.FREELY);
        return stored;
      }
    }
  }
}
