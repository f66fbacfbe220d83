package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.SequenceId;

/**
 * Tells the slices that a sequence has ended, but that its rows may serve others: they stay until
 * its {@link Release}, and are the first to go when memory is short.
 *
 * @param sequence the sequence
 * @param epoch the draft's incarnation
 */
public record Retain(SequenceId sequence, long epoch) implements LoopMessage {

  /** Checks that nothing is null. */
  public Retain {
    requireNonNull(sequence, "sequence");
  }
}
