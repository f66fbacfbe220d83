package io.dsd.speculate;

import static java.util.Objects.requireNonNull;

import io.dsd.message.round.Block;
import io.dsd.message.round.Verdict;
import java.util.Optional;

/**
 * What is known of a round that is over.
 *
 * @param block what was sent
 * @param verdict what came back, with the time that slices spent
 * @param drafter whose turn it was to draft the block, also if it drafted nothing
 * @param before how many guessed tokens lay between the last one that was committed when the
 *     drafter was asked and the block's first drafted one: 0 for a block that is drafted on the
 *     committed prefix
 * @param guess what became of the guess that the next block hangs on; empty if there is none yet,
 *     or the verdict did not lead to it
 * @param nanos from sending the block to its verdict, in nanoseconds
 */
public record RoundReport(
    Block block, Verdict verdict, String drafter, int before, Optional<Guess> guess, long nanos) {

  /**
   * A guess of a verdict's bonus token.
   *
   * @param before how many tokens were guessed before it when it was drafted
   * @param right whether the verdict brought it
   */
  public record Guess(int before, boolean right) {}

  /** Checks that nothing is null. */
  public RoundReport {
    requireNonNull(block, "block");
    requireNonNull(verdict, "verdict");
    requireNonNull(drafter, "drafter");
    requireNonNull(guess, "guess");
  }
}
