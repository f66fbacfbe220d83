package io.dsd.job.bench.result;

import java.util.List;

/**
 * What {@code bench wan} measured.
 *
 * @param setup what it was made with
 * @param answers all answers
 * @param portions all jobs' shares
 * @param likelihoods how likely the target finds the answers; none before it was asked
 */
public record WanResults(
    Setup setup, List<Answer> answers, List<Portion> portions, List<Likelihood> likelihoods) {

  /** Keeps copies. */
  public WanResults {
    answers = List.copyOf(answers);
    portions = List.copyOf(portions);
    likelihoods = List.copyOf(likelihoods);
  }

  /** Results before the target was asked how likely the answers are. */
  public WanResults(Setup setup, List<Answer> answers, List<Portion> portions) {
    this(setup, answers, portions, List.of());
  }

  /** The same with what the target thinks of the answers. */
  public WanResults with(List<Likelihood> found) {
    return new WanResults(setup, answers, portions, found);
  }
}
