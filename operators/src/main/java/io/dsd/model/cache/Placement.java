package io.dsd.model.cache;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;

/** What a sequence's row ledger says to a block. */
public sealed interface Placement {

  /**
   * The block can be computed.
   *
   * @param moved slots whose rows are first moved, ascending, to the slots from {@code movedTo} on
   * @param movedTo the first slot they are moved to
   * @param firstSlot the slot of the block's node 0; the others follow
   * @param positions the position of each node
   * @param mask what each node attends to
   */
  record Placed(Ints moved, int movedTo, int firstSlot, Ints positions, AttentionMask mask)
      implements Placement {

    /** Checks that nothing is null. */
    public Placed {
      requireNonNull(moved, "moved");
      requireNonNull(positions, "positions");
      requireNonNull(mask, "mask");
    }

    /** How many slots are in use once the block's rows are written. */
    public int usedSlots() {
      return firstSlot + positions.size();
    }
  }

  /**
   * The block builds on rows that are not here; the draft must replay.
   *
   * @param haveLength how many committed rows are here
   */
  record Missing(int haveLength) implements Placement {}
}
