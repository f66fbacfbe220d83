package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.SequenceId;

/**
 * A slice's answer to a block that builds on rows it does not have: the draft replays from there.
 *
 * @param sequence the sequence
 * @param epoch the draft's incarnation
 * @param round the round of the block that could not be computed
 * @param haveLength how many committed rows the slice has
 */
public record Rebase(SequenceId sequence, long epoch, int round, int haveLength)
    implements LoopMessage {

  /** Checks that nothing is null. */
  public Rebase {
    requireNonNull(sequence, "sequence");
  }
}
