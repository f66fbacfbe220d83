package io.dsd.message.round;

/** What a block's root hangs on. */
public sealed interface Parent {

  /** The committed prefix, {@code basePosition} tokens long. */
  record Committed() implements Parent {}

  /**
   * A node of an earlier block whose verdict is still out; the block's root is a guess of the bonus
   * token there.
   *
   * @param round the earlier block's round
   * @param node the node in it
   */
  record Node(int round, int node) implements Parent {}

  /** The committed prefix. */
  static Parent committed() {
    return new Committed();
  }
}
