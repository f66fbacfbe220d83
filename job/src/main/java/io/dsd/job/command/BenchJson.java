package io.dsd.job.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;

/** Results of measurements as JSON files: their records' fields, in lower case with underscores. */
final class BenchJson {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private BenchJson() {}

  /** Writes a record. */
  static void write(Path file, Record result) throws IOException {
    JSON.writeValue(file.toFile(), result);
  }
}
