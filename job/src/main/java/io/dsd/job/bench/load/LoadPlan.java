package io.dsd.job.bench.load;

import io.dsd.job.bench.problem.Problem;
import io.dsd.job.bench.testbed.Mode;
import io.dsd.job.bench.testbed.Prompts;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured.
 *
 * @param problems what can be asked; again from the first on where more is needed
 * @param least how many are asked at least
 * @param mode how it is decoded
 * @param concurrency how many at the same time, one after the other
 * @param traced with how many at the same time the forward passes are noted
 * @param turns how many prompts each place has at least
 * @param prompts makes records
 * @param warmUpTokens tokens of the answers that come first and do not count
 */
public record LoadPlan(
    List<Problem> problems,
    int least,
    Mode mode,
    List<Integer> concurrency,
    int traced,
    int turns,
    Prompts prompts,
    int warmUpTokens) {

  private static final long TRACED_NANOS = 1_500_000_000;

  /** Keeps copies. */
  public LoadPlan {
    problems = List.copyOf(problems);
    concurrency = List.copyOf(concurrency);
  }

  /** How long a while of the trace is shown. */
  long tracedNanos() {
    return TRACED_NANOS;
  }

  /** What is asked with so many at the same time. */
  List<Problem> asked(int together) {
    List<Problem> asked = new ArrayList<>();
    for (int i = 0; i < Math.max(least, turns * together); i++) {
      asked.add(problems.get(i % problems.size()));
    }
    return List.copyOf(asked);
  }

  /** How many answers there will be. */
  public int answers() {
    return concurrency.stream().mapToInt(together -> asked(together).size()).sum();
  }
}
