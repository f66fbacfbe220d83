package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;

/**
 * What the target says of a block.
 *
 * @param sequence the sequence
 * @param epoch the draft's incarnation
 * @param round the block's round
 * @param accepted the nodes beyond the block's committed ones that the target agrees with, from the
 *     root down; for a block on a node in flight it starts with node 0, taken on trust
 * @param nextToken the target's token after the last accepted node: the bonus token
 * @param times what the slices spent on the block
 * @param leeway what relaxed verification made of it
 */
public record Verdict(
    SequenceId sequence,
    long epoch,
    int round,
    Ints accepted,
    int nextToken,
    SliceTimes times,
    Leeway leeway)
    implements LoopMessage {

  /** Checks that nothing is null. */
  public Verdict {
    requireNonNull(sequence, "sequence");
    requireNonNull(accepted, "accepted");
    requireNonNull(times, "times");
    requireNonNull(leeway, "leeway");
  }

  /** A strict verdict. */
  public Verdict(
      SequenceId sequence, long epoch, int round, Ints accepted, int nextToken, SliceTimes times) {
    this(sequence, epoch, round, accepted, nextToken, times, Leeway.NONE);
  }
}
