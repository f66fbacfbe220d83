package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.SequenceId;

/**
 * Tells the slices that a sequence has ended: its rows are freed.
 *
 * @param sequence the sequence
 * @param epoch the draft's incarnation
 */
public record Release(SequenceId sequence, long epoch) implements LoopMessage {

  /** Checks that nothing is null. */
  public Release {
    requireNonNull(sequence, "sequence");
  }
}
