package io.dsd.job.bench.result;

/**
 * How likely the target finds an answer.
 *
 * @param mode how it was decoded
 * @param set the data set of its problem
 * @param problem the problem's place there
 * @param repeat which of the repeats
 * @param logProbability the mean natural logarithm of the probability of its tokens, at temperature
 *     1
 */
public record Likelihood(String mode, String set, int problem, int repeat, double logProbability) {

  /** Whether it is of that answer. */
  boolean isOf(Answer answer) {
    return mode.equals(answer.mode()) && isBeside(answer);
  }

  /** Whether it is of an answer to the same problem in the same repeat. */
  boolean isBeside(Answer answer) {
    return set.equals(answer.set()) && problem == answer.problem() && repeat == answer.repeat();
  }
}
