package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.SequenceId;

/**
 * A block between two slices.
 *
 * @param block the block
 * @param hidden its hidden states, one row per node
 * @param times what the slices so far spent on it
 */
public record Activation(Block block, HiddenStates hidden, SliceTimes times)
    implements LoopMessage {

  /** Checks that there is one row per node. */
  public Activation {
    requireNonNull(times, "times");
    if (hidden.rows() != block.size()) {
      throw new IllegalArgumentException(
          hidden.rows() + " rows of hidden states for " + block.size() + " nodes");
    }
  }

  @Override
  public SequenceId sequence() {
    return block.sequence();
  }

  @Override
  public long epoch() {
    return block.epoch();
  }
}
