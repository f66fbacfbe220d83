package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.SequenceId;

/**
 * Tells the slices that a sequence begins with the tokens of another one, whose rows serve both. A
 * slice that does not have those rows does nothing: the block that follows finds its rows missing,
 * and the draft replays.
 *
 * @param sequence the sequence that begins
 * @param epoch the draft's incarnation
 * @param donor the sequence that has the rows
 * @param length how many of the donor's committed rows are meant
 */
public record Share(SequenceId sequence, long epoch, SequenceId donor, int length)
    implements LoopMessage {

  /** Checks that there is something to share, with somebody else. */
  public Share {
    requireNonNull(sequence, "sequence");
    requireNonNull(donor, "donor");
    if (length < 1) {
      throw new IllegalArgumentException("a share of " + length + " rows");
    }
    if (sequence.equals(donor)) {
      throw new IllegalArgumentException(sequence + " shares with itself");
    }
  }
}
