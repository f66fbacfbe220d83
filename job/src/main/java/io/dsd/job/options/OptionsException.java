package io.dsd.job.options;

import java.util.List;
import java.util.function.Supplier;

/**
 * A configuration that cannot be used, in words for the person who wrote it: one problem a line,
 * each with the key, the value, what is allowed and what to do.
 */
public final class OptionsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** One problem. */
  public OptionsException(String problem) {
    super(problem);
  }

  /** One problem with what it came from. */
  OptionsException(String problem, Throwable cause) {
    super(problem, cause);
  }

  /** Several problems of the configuration from {@code source}. */
  OptionsException(String source, List<String> problems) {
    super(source + " cannot be used:\n  " + String.join("\n  ", problems));
  }

  /** Throws unless {@code holds}. */
  static void check(boolean holds, Supplier<String> problem) {
    if (!holds) {
      throw new OptionsException(problem.get());
    }
  }
}
