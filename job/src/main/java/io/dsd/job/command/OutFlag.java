package io.dsd.job.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a measurement goes. */
final class OutFlag {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "bench",
      description =
          "Where results and report go; what other measurements have left there is in the report,"
              + " too (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of("bench");

  Path folder() {
    return folder;
  }
}
