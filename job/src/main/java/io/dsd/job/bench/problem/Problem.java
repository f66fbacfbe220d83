package io.dsd.job.bench.problem;

import static java.util.Objects.requireNonNull;

/**
 * One question.
 *
 * @param set the data set that it is of
 * @param number its place there, from 0 on
 * @param text what a user says
 */
public record Problem(ProblemSet set, int number, String text) {

  /** Checks that there is a text. */
  public Problem {
    requireNonNull(set, "set");
    requireNonNull(text, "text");
  }
}
