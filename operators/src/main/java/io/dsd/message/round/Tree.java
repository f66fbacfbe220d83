package io.dsd.message.round;

import io.dsd.message.Ints;
import java.util.Arrays;

/**
 * The shape of a block: node {@code i} hangs on node {@code parents[i]}, and node 0 hangs on
 * whatever the block builds on. Parents come before their children; a chain is the tree with one
 * branch.
 *
 * @param parents {@code parents[0] = -1}, and {@code 0 <= parents[i] < i} for every other node
 */
public record Tree(Ints parents) {

  /** Checks that there is one root, at index 0, and that parents come first. */
  public Tree {
    if (parents.isEmpty() || parents.get(0) != -1) {
      throw new IllegalArgumentException("node 0 must be the root, parents " + parents);
    }
    for (int node = 1; node < parents.size(); node++) {
      if (parents.get(node) < 0 || parents.get(node) >= node) {
        throw new IllegalArgumentException(
            "node %d hangs on %d, which does not come before it"
                .formatted(node, parents.get(node)));
      }
    }
  }

  /** The tree of {@code size} nodes with one branch. */
  public static Tree chain(int size) {
    return new Tree(Ints.range(-1, size - 1));
  }

  /** The number of nodes. */
  public int size() {
    return parents.size();
  }

  /** The node that {@code node} hangs on; -1 for the root. */
  public int parent(int node) {
    return parents.get(node);
  }

  /** For each node, how many nodes lie between it and the root, itself included: the root has 0. */
  public int[] depths() {
    int[] depths = new int[size()];
    for (int node = 1; node < depths.length; node++) {
      depths[node] = depths[parent(node)] + 1;
    }
    return depths;
  }

  /** The nodes from the root to {@code node}, both included. */
  public Ints path(int node) {
    int[] path = new int[size()];
    int at = path.length;
    for (int step = node; step >= 0; step = parent(step)) {
      path[--at] = step;
    }
    return Ints.of(Arrays.copyOfRange(path, at, path.length));
  }

  /** Whether the first {@code count} nodes form a chain and nothing but the last has children. */
  public boolean startsWithChain(int count) {
    for (int node = 1; node < size(); node++) {
      boolean inChain = node < count;
      if (inChain ? parent(node) != node - 1 : parent(node) < count - 1) {
        return false;
      }
    }
    return count <= size();
  }
}
