package io.dsd.speculate.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.round.Block;
import io.dsd.speculate.DraftTask;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done for a sequence next.
 *
 * @param blocks to be sent, in order
 * @param task to be given to the drafter, in place of any task of this sequence before
 */
public record Step(List<Block> blocks, Optional<DraftTask> task) {

  /** Checks that nothing is null. */
  public Step {
    blocks = List.copyOf(blocks);
    requireNonNull(task, "task");
  }
}
