package io.dsd.job.command;

import java.time.Duration;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Durations as flags give them. */
final class Durations {

  private Durations() {}

  static Duration of(String flag, String text, CommandSpec spec) {
    try {
      return TimeUtils.parseDuration(text);
    } catch (IllegalArgumentException malformed) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "%s: '%s' is not allowed; give a duration (such as 30s or 5min)".formatted(flag, text),
          malformed);
    }
  }
}
