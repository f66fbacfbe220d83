package io.dsd.speculate;

import io.dsd.message.SequenceId;

/**
 * Chooses how much is drafted, from what it is told of rounds and drafts. One for all sequences of
 * a draft operator; called by one thread at a time.
 */
public interface ShapeChooser {

  /**
   * How a sequence is drafted next.
   *
   * @param drafter who drafts it
   * @param active how many sequences share the slices, this one included
   */
  DraftPlan choose(SequenceId sequence, String drafter, int active);

  /** A verdict came. */
  void observe(RoundReport round);

  /**
   * A drafter answered.
   *
   * @param levels how many tokens deep its proposal is, at least 1
   * @param nanos how long it took from the question on, in nanoseconds
   */
  void drafted(String drafter, int levels, long nanos);

  /** A sequence has ended. */
  void forget(SequenceId sequence);
}
