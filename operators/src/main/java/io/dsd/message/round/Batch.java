package io.dsd.message.round;

import java.util.List;

/**
 * One record of the loop: all that a stage sends to the next at once. What a slice computed as one
 * ragged batch travels as one record, because each record costs a credit on a slow link.
 *
 * @param messages in order; messages of one sequence are never reordered
 */
public record Batch(List<LoopMessage> messages) {

  /** Keeps a copy. */
  public Batch {
    messages = List.copyOf(messages);
  }
}
