package io.dsd.job.bench.result;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.dsd.job.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The folder of a measurement: results as JSON, so that the report can be made again.
 *
 * @param folder where the files are
 */
public record ResultFiles(Path folder) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Where the results of {@code bench wan} are. */
  public Path wan() {
    return folder.resolve("wan.json");
  }

  /** Where the results of {@code bench load} are. */
  public Path load() {
    return folder.resolve("load.json");
  }

  /** Where is what the slices did for a while of {@code bench load}. */
  public Path trace() {
    return folder.resolve("trace.json");
  }

  /** Where the results of {@code bench slice} are. */
  public Path slice() {
    return folder.resolve("slice.json");
  }

  /** Where the results of {@code bench loop} are. */
  public Path loop() {
    return folder.resolve("loop.json");
  }

  /** Where the report is. */
  public Path report() {
    return folder.resolve("report.html");
  }

  /** Where the picture of a plot is. */
  public Path picture(String plot) {
    return folder.resolve(plot + ".png");
  }

  /** Stores results. */
  public void write(Path file, Object results) throws IOException {
    Files.createDirectories(folder);
    JSON.writeValue(file.toFile(), results);
  }

  /**
   * Results that were stored, if they were.
   *
   * @throws BenchException if the file holds something else
   */
  public <T> Optional<T> read(Path file, Class<T> type) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), type));
    } catch (IOException unreadable) {
      throw new BenchException(
          "%s does not hold results of this version (%s); remove it, or choose another --out"
              .formatted(file, unreadable.getMessage().lines().findFirst().orElse("")),
          unreadable);
    }
  }
}
