package io.dsd.speculate;

import java.io.Serializable;

/**
 * How much a block drafts.
 *
 * @param depth how many drafted tokens stand after each other at most
 * @param nodes how many drafted tokens there are at most; as many as the depth make a chain, more
 *     of them a tree
 */
public record BlockShape(int depth, int nodes) implements Serializable {

  /** No drafted token. */
  public static final BlockShape NOTHING = new BlockShape(0, 0);

  /** Checks that the nodes suffice for the depth. */
  public BlockShape {
    if (depth < 0 || nodes < depth || (depth == 0 && nodes > 0)) {
      throw new IllegalArgumentException(
          "a tree of depth %d cannot have %d nodes".formatted(depth, nodes));
    }
  }

  /** One token after the other. */
  public static BlockShape chain(int length) {
    return new BlockShape(length, length);
  }

  /** Whether no token is drafted. */
  public boolean isNothing() {
    return depth == 0;
  }

  /** The same, at most so deep; a chain stays one. */
  public BlockShape upTo(int depthAllowed) {
    if (depth <= depthAllowed) {
      return this;
    }
    if (depthAllowed <= 0) {
      return NOTHING;
    }
    return nodes == depth ? chain(depthAllowed) : new BlockShape(depthAllowed, nodes);
  }
}
