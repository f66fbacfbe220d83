package io.dsd.speculate.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.message.round.Leeway;

/** What a message from the slices means for a sequence. */
public sealed interface Outcome {

  /** It is about a block that no longer counts: drop it. */
  record Stale() implements Outcome {}

  /**
   * Tokens were committed.
   *
   * @param tokens the new ones, in order; none if a replay only confirmed the last known token
   * @param drafted how many drafted tokens were verified
   * @param tried how many of them the walk along the target's tokens came by, one per depth: the
   *     accepted ones, and one more if it ended where there were drafted ones
   * @param accepted how many of them were accepted
   * @param diverged whether a replay found another token than the one committed before
   * @param cancelled how many blocks on their way it made void
   * @param leeway what relaxed verification made of it
   */
  record Committed(
      Ints tokens,
      int drafted,
      int tried,
      int accepted,
      boolean diverged,
      int cancelled,
      Leeway leeway)
      implements Outcome {

    /** Checks that nothing is null. */
    public Committed {
      requireNonNull(tokens, "tokens");
      requireNonNull(leeway, "leeway");
    }

    /** Tokens of a strict verdict. */
    public Committed(
        Ints tokens, int drafted, int tried, int accepted, boolean diverged, int cancelled) {
      this(tokens, drafted, tried, accepted, diverged, cancelled, Leeway.NONE);
    }

    /** The same, and what was relaxed. */
    public Committed with(Leeway relaxed) {
      return new Committed(tokens, drafted, tried, accepted, diverged, cancelled, relaxed);
    }
  }

  /**
   * A slice lacks rows: all blocks on their way are void, the missing prefix must be sent again.
   *
   * @param haveLength how many rows every slice can be expected to have
   */
  record Replay(int haveLength) implements Outcome {}
}
