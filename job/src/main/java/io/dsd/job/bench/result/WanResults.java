package io.dsd.job.bench.result;

import java.util.List;

/**
 * What {@code bench wan} measured.
 *
 * @param setup what it was made with
 * @param answers all answers
 * @param portions all jobs' shares
 */
public record WanResults(Setup setup, List<Answer> answers, List<Portion> portions) {

  /** Keeps copies. */
  public WanResults {
    answers = List.copyOf(answers);
    portions = List.copyOf(portions);
  }
}
