package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.SequenceId;

/**
 * Tells the slices that blocks will never matter: whoever still holds one unprocessed skips it.
 *
 * @param sequence the sequence
 * @param epoch the draft's incarnation
 * @param beforeRound every round below this one that has no verdict yet is cancelled
 */
public record Cancel(SequenceId sequence, long epoch, int beforeRound) implements LoopMessage {

  /** Checks that nothing is null. */
  public Cancel {
    requireNonNull(sequence, "sequence");
  }
}
