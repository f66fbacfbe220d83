package io.dsd.speculate;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * How a sequence is drafted.
 *
 * @param shape how much a block drafts
 * @param window how many blocks may be on their way, at least 1; those after the first one go
 *     ahead, on a guess of the verdicts that are out
 */
public record DraftPlan(BlockShape shape, int window) implements Serializable {

  /** One token a round. */
  public static final DraftPlan PLAIN = new DraftPlan(BlockShape.NOTHING, 1);

  /** Checks that there is a window. */
  public DraftPlan {
    requireNonNull(shape, "shape");
    if (window < 1) {
      throw new IllegalArgumentException("a window of " + window + " blocks");
    }
  }

  /** One chain at a time. */
  public static DraftPlan chain(int length) {
    return new DraftPlan(BlockShape.chain(length), 1);
  }
}
