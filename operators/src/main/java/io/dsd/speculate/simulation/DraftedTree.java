package io.dsd.speculate.simulation;

import io.dsd.message.Ints;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.policy.Acceptance;
import io.dsd.speculate.policy.TreeOdds;
import java.util.ArrayList;
import java.util.List;

/**
 * What a drafter that knows its chances makes of a shape. Node 0 is the last token before the
 * drafted ones.
 */
final class DraftedTree {

  private final List<List<Integer>> children = new ArrayList<>();
  private int bestPath;

  DraftedTree(Acceptance acceptance, int before, BlockShape shape) {
    Ints parents =
        shape.nodes() > shape.depth()
            ? new TreeOdds(acceptance, before, shape.depth(), shape.nodes()).parents(shape.nodes())
            : Ints.range(-1, shape.depth() - 1);
    children.add(new ArrayList<>());
    for (int parent : parents.toArray()) {
      children.get(parent + 1).add(children.size());
      children.add(new ArrayList<>());
    }
    for (int node = 0; choices(node) > 0; node = child(node, 1)) {
      bestPath++;
    }
  }

  /** Tokens to be verified, the one before the drafted ones included. */
  int size() {
    return children.size();
  }

  /** How many first choices stand after each other. */
  int bestPath() {
    return bestPath;
  }

  int choices(int node) {
    return children.get(node).size();
  }

  int child(int node, int rank) {
    return children.get(node).get(rank - 1);
  }
}
