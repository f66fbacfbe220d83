package io.dsd.speculate;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.round.TopTokens;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Drafted tokens as a forest that hangs on the last token of the prefix.
 *
 * @param tokens the token id of each node
 * @param parents the node each one hangs on, before it; -1 for the last token of the prefix
 * @param confidence for each node the drafter's estimate, 0 to 1, that it is accepted if the node
 *     that it hangs on is; 1 from a drafter that has no estimate
 * @param opinions what the drafter expects after the last token of the prefix, and then after each
 *     node; empty where nothing hangs, or if nobody asked
 */
public record Proposal(Ints tokens, Ints parents, Floats confidence, List<TopTokens> opinions) {

  private static final int NOT_BELOW = -2;

  /** Checks that the three agree and parents come first. */
  public Proposal {
    if (tokens.size() != parents.size() || tokens.size() != confidence.size()) {
      throw new IllegalArgumentException(
          "%d tokens with %d parents and %d confidences"
              .formatted(tokens.size(), parents.size(), confidence.size()));
    }
    opinions = List.copyOf(opinions);
    if (!opinions.isEmpty() && opinions.size() != tokens.size() + 1) {
      throw new IllegalArgumentException(
          "%d tokens with %d opinions: need one more than tokens, or none"
              .formatted(tokens.size(), opinions.size()));
    }
    for (int node = 0; node < parents.size(); node++) {
      if (parents.get(node) < -1 || parents.get(node) >= node) {
        throw new IllegalArgumentException(
            "node %d hangs on %d, which does not come before it"
                .formatted(node, parents.get(node)));
      }
    }
  }

  /** A forest without opinions. */
  public Proposal(Ints tokens, Ints parents, Floats confidence) {
    this(tokens, parents, confidence, List.of());
  }

  /** A forest without estimates. */
  public Proposal(Ints tokens, Ints parents) {
    this(tokens, parents, Floats.same(1, tokens.size()));
  }

  /** No proposal. */
  public static Proposal nothing() {
    return new Proposal(Ints.empty(), Ints.empty());
  }

  /** One token after the other, without estimates. */
  public static Proposal chain(Ints tokens) {
    return new Proposal(tokens, Ints.range(-1, tokens.size() - 1));
  }

  /** The number of drafted tokens. */
  public int size() {
    return tokens.size();
  }

  /** The first node with that token on {@code parent}, -1 for the last token of the prefix. */
  public OptionalInt child(int parent, int token) {
    return IntStream.range(parent + 1, size())
        .filter(node -> parents.get(node) == parent && tokens.get(node) == token)
        .findFirst();
  }

  /**
   * The node without children where the target most probably leaves the forest, if it does at one:
   * the product of the estimates on the way there is the largest. Of equal ones the deepest, and of
   * these the first.
   *
   * @return -1 for no proposal
   */
  public int likeliestLeaf() {
    double[] chance = new double[size()];
    int[] depth = new int[size()];
    boolean[] inner = new boolean[size()];
    for (int node = 0; node < size(); node++) {
      int parent = parents.get(node);
      chance[node] = confidence.get(node) * (parent < 0 ? 1 : chance[parent]);
      depth[node] = parent < 0 ? 1 : depth[parent] + 1;
      if (parent >= 0) {
        inner[parent] = true;
      }
    }
    int best = -1;
    for (int node = 0; node < size(); node++) {
      if (!inner[node]
          && (best < 0
              || chance[node] > chance[best]
              || (chance[node] == chance[best] && depth[node] > depth[best]))) {
        best = node;
      }
    }
    return best;
  }

  /** The nodes from a root down to {@code node}, both included; none for -1. */
  public Ints path(int node) {
    int[] path = new int[size()];
    int at = path.length;
    for (int step = node; step >= 0; step = parents.get(step)) {
      path[--at] = step;
    }
    return Ints.of(path).slice(at, path.length);
  }

  /** The tokens on the way from a root down to {@code node}, both included; none for -1. */
  public Ints tokensTo(int node) {
    return Ints.of(path(node).stream().map(tokens::get).toArray());
  }

  /** What hangs on {@code node}, as a proposal of its own; all of it for -1. */
  public Proposal below(int node) {
    if (node < 0) {
      return this;
    }
    int[] place = new int[size()];
    Arrays.fill(place, NOT_BELOW);
    place[node] = -1;
    int kept = 0;
    for (int later = node + 1; later < size(); later++) {
      int parent = parents.get(later);
      if (parent >= 0 && place[parent] != NOT_BELOW) {
        place[later] = kept++;
      }
    }
    int[] nodes =
        IntStream.range(node + 1, size()).filter(later -> place[later] != NOT_BELOW).toArray();
    int[] parentsBelow = new int[kept];
    float[] confidenceBelow = new float[kept];
    for (int at = 0; at < kept; at++) {
      parentsBelow[at] = place[parents.get(nodes[at])];
      confidenceBelow[at] = confidence.get(nodes[at]);
    }
    return new Proposal(
        Ints.of(Arrays.stream(nodes).map(tokens::get).toArray()),
        Ints.of(parentsBelow),
        Floats.of(confidenceBelow),
        opinions.isEmpty() ? opinions : opinionsBelow(node, nodes));
  }

  private List<TopTokens> opinionsBelow(int node, int[] nodes) {
    return IntStream.concat(IntStream.of(node), IntStream.of(nodes))
        .mapToObj(one -> opinions.get(one + 1))
        .toList();
  }

  /** How many tokens stand after each other at most. */
  public int depth() {
    int[] depth = new int[size()];
    int deepest = 0;
    for (int node = 0; node < depth.length; node++) {
      depth[node] = parents.get(node) < 0 ? 1 : depth[parents.get(node)] + 1;
      deepest = Math.max(deepest, depth[node]);
    }
    return deepest;
  }
}
