package io.dsd.model.cache;

import io.dsd.message.Ints;
import io.dsd.message.round.Block;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Tree;
import java.util.stream.IntStream;

/**
 * The rows of a block whose verdict is still out.
 *
 * @param parent what its root hangs on; becomes the committed prefix once that is committed
 * @param basePosition the position of its root
 * @param committed how many of its leading nodes were committed from the start
 * @param tree its shape
 * @param slots the slot of each node
 */
record PendingRound(Parent parent, int basePosition, int committed, Tree tree, Ints slots) {

  static PendingRound of(Block block, int firstSlot) {
    return new PendingRound(
        block.parent(),
        block.basePosition(),
        block.committed(),
        block.tree(),
        Ints.range(firstSlot, firstSlot + block.size()));
  }

  /** The position at which its first row that is not committed belongs. */
  int firstUncommittedPosition() {
    return basePosition + committed;
  }

  boolean has(int node) {
    return node >= 0 && node < tree.size();
  }

  int position(int node) {
    return basePosition + tree.path(node).size() - 1;
  }

  /** The slots of the rows that are not committed, in node order. */
  IntStream uncommittedSlots() {
    return slots.slice(committed, slots.size()).stream();
  }

  /** The same rows with the uncommitted ones in the slots from {@code first} on. */
  PendingRound movedTo(int first) {
    int uncommitted = tree.size() - committed;
    return new PendingRound(
        parent,
        basePosition,
        committed,
        tree,
        slots.slice(0, committed).append(Ints.range(first, first + uncommitted)));
  }

  PendingRound onCommittedPrefix() {
    return new PendingRound(Parent.committed(), basePosition, committed, tree, slots);
  }
}
