package io.dsd.job.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The bounds of flags that take a whole number. */
final class WholeNumbers {

  private WholeNumbers() {}

  /**
   * Checks what was given.
   *
   * @throws ParameterException naming flag, value and bounds, if it is outside of them
   */
  static void require(CommandSpec spec, String flag, int given, int least, int most) {
    if (given < least || given > most) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: '%d' is not allowed; give a whole number from %d to %d"
              .formatted(flag, given, least, most));
    }
  }
}
