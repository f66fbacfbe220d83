package io.dsd.job.options;

import java.util.List;
import java.util.function.Supplier;

/**
 * A configuration that cannot be used, in words for the person who wrote it: one problem a line,
 * each with the key, the value, what is allowed and what to do.
 */
public final class OptionsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // every list that comes here is serialisable
  private final List<String> problems;

  /** One problem. */
  public OptionsException(String problem) {
    super(problem);
    this.problems = List.of(problem);
  }

  /** One problem with what it came from. */
  public OptionsException(String problem, Throwable cause) {
    super(problem, cause);
    this.problems = List.of(problem);
  }

  /** Several problems of the configuration from {@code source}. */
  OptionsException(String source, List<String> problems) {
    super(source + " cannot be used:\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** The problems, each of which begins with the key that it is about and a colon. */
  public List<String> problems() {
    return problems;
  }

  /** Throws unless {@code holds}. */
  static void check(boolean holds, Supplier<String> problem) {
    if (!holds) {
      throw new OptionsException(problem.get());
    }
  }
}
