package io.dsd.speculate.policy;

import io.dsd.message.Ints;
import java.util.PriorityQueue;

/**
 * The likeliest trees of all sizes up to one: node by node the likeliest one that can be added (the
 * first nodes of the same order for every size). What a tree commits is one token and the sum of
 * its nodes' chances.
 */
public final class TreeOdds {

  private record Candidate(
      int parent, double parentChance, double chance, int depth, int rank, boolean first)
      implements Comparable<Candidate> {

    @Override
    public int compareTo(Candidate other) {
      return Double.compare(other.chance, chance);
    }
  }

  private final double[] expected;
  private final int[] bestPath;
  private final int[] parents;
  private final int size;

  /**
   * Trees after {@code before} unverified tokens.
   *
   * @param depth how deep they may be
   * @param nodes how many nodes they may have
   */
  public TreeOdds(Acceptance acceptance, int before, int depth, int nodes) {
    expected = new double[nodes + 1];
    bestPath = new int[nodes + 1];
    parents = new int[nodes];
    expected[0] = 1;
    PriorityQueue<Candidate> open = new PriorityQueue<>();
    if (depth > 0) {
      open.add(new Candidate(-1, 1, acceptance.at(before + 1), 1, 1, true));
    }
    int count = 0;
    while (count < nodes && !open.isEmpty() && open.peek().chance() > 0) {
      Candidate node = open.remove();
      parents[count] = node.parent();
      count++;
      expected[count] = expected[count - 1] + node.chance();
      bestPath[count] = node.first() ? node.depth() : bestPath[count - 1];
      double sibling = acceptance.chance(before + node.depth(), node.rank() + 1);
      open.add(
          new Candidate(
              node.parent(),
              node.parentChance(),
              node.parentChance() * sibling,
              node.depth(),
              node.rank() + 1,
              false));
      if (node.depth() < depth) {
        double child = acceptance.at(before + node.depth() + 1);
        open.add(
            new Candidate(
                count - 1,
                node.chance(),
                node.chance() * child,
                node.depth() + 1,
                1,
                node.first()));
      }
    }
    size = count;
  }

  /** How many nodes the tree of so many has; fewer where no more could be accepted. */
  int size(int nodes) {
    return Math.min(nodes, size);
  }

  /** The node that each node hangs on, -1 for the last token before the tree. */
  public Ints parents(int nodes) {
    return Ints.of(parents).slice(0, size(nodes));
  }

  /** Tokens that the tree commits on average, the target's own included. */
  double expectedTokens(int nodes) {
    return expected[size(nodes)];
  }

  /** How many first choices stand after each other. */
  int bestPath(int nodes) {
    return bestPath[size(nodes)];
  }
}
