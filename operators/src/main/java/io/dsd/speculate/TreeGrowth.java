package io.dsd.speculate;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.round.TopTokens;
import io.dsd.speculate.sampling.Candidates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A drafted tree that grows level by level, most probable nodes first: at each level the likeliest
 * ones get children, and in the end as many of the likeliest nodes are kept as the shape allows (Li
 * et al.: "EAGLE-2: Faster Inference of Language Models with Dynamic Draft Trees", 2024). How
 * likely a node is, is the product of the confidences on the way to it.
 *
 * <p>The chain of first choices is always part of it. As a chain is the tree whose nodes are as
 * many as its depth, a tree never accepts less than the chain of its depth.
 */
public final class TreeGrowth {

  /** What a level needs of breadth for the likeliest nodes to be among those that it has. */
  private static final int ENOUGH = 10;

  private final BlockShape shape;
  private final int breadth;
  private final List<Node> nodes = new ArrayList<>();
  private List<Integer> level = List.of(-1);
  private int depth;
  private int lastOfChain = -1;
  private int[] kept = {};
  private final Map<Integer, TopTokens> opinions = new HashMap<>();

  private record Node(int token, int parent, float confidence, double chance, boolean inChain) {}

  /** Nothing drafted yet. */
  public TreeGrowth(BlockShape shape) {
    this.shape = shape;
    this.breadth = breadth(shape);
  }

  /** Twice what would fill the tree evenly, as far as that helps; a chain needs no choice. */
  private static int breadth(BlockShape shape) {
    if (shape.nodes() == shape.depth()) {
      return Math.min(1, shape.depth());
    }
    int even = (shape.nodes() + shape.depth() - 1) / shape.depth();
    return Math.max(even, Math.min(ENOUGH, 2 * even));
  }

  /**
   * The nodes whose children are wanted next, the one in the chain of first choices first; -1
   * stands for the last token of the prefix. None once the tree is as deep as it may be.
   */
  public List<Integer> level() {
    return depth < shape.depth() ? level : List.of();
  }

  /** How many children are wanted of each at most. */
  public int breadth() {
    return breadth;
  }

  /** The token of a node. */
  public int token(int node) {
    return nodes.get(node).token();
  }

  /** The node that a node hangs on; -1 for the last token of the prefix. */
  public int parent(int node) {
    return nodes.get(node).parent();
  }

  /** How many levels there are. */
  public int depth() {
    return depth;
  }

  /** The node that became node {@code place} of the proposal. */
  public int kept(int place) {
    return kept[place];
  }

  /** Ends the growth where it is. */
  public void stop() {
    level = List.of();
  }

  /**
   * Grows by a level.
   *
   * @param children for each node of {@link #level} what may follow it, the best first
   */
  public void grow(List<Candidates> children) {
    List<Integer> grown = new ArrayList<>();
    int chainTip = lastOfChain;
    for (int at = 0; at < children.size(); at++) {
      int parent = level.get(at);
      double chance = parent < 0 ? 1 : nodes.get(parent).chance();
      Candidates candidates = children.get(at);
      if (!candidates.opinion().isEmpty()) {
        opinions.put(parent, candidates.opinion());
      }
      for (int rank = 0; rank < candidates.size(); rank++) {
        boolean inChain = rank == 0 && parent == lastOfChain;
        float confidence = candidates.confidence().get(rank);
        if (inChain) {
          chainTip = nodes.size();
        }
        grown.add(nodes.size());
        nodes.add(
            new Node(
                candidates.tokens().get(rank), parent, confidence, chance * confidence, inChain));
      }
    }
    lastOfChain = chainTip;
    level = grown.stream().sorted(bestFirst()).limit(breadth).toList();
    depth++;
  }

  private Comparator<Integer> bestFirst() {
    return Comparator.<Integer, Boolean>comparing(node -> !nodes.get(node).inChain())
        .thenComparing(node -> -nodes.get(node).chance())
        .thenComparing(node -> node);
  }

  /** The likeliest nodes, as many as the shape allows. */
  public Proposal proposal() {
    kept =
        IntStream.range(0, nodes.size())
            .boxed()
            .sorted(bestFirst())
            .limit(shape.nodes())
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    // none is likelier than what it hangs on, and of equal ones the earlier comes first
    int[] place = new int[nodes.size()];
    for (int at = 0; at < kept.length; at++) {
      place[kept[at]] = at;
    }
    float[] confidence = new float[kept.length];
    int[] parents = new int[kept.length];
    for (int at = 0; at < kept.length; at++) {
      Node node = nodes.get(kept[at]);
      confidence[at] = node.confidence();
      parents[at] = node.parent() < 0 ? -1 : place[node.parent()];
    }
    return new Proposal(
        Ints.of(Arrays.stream(kept).map(node -> nodes.get(node).token()).toArray()),
        Ints.of(parents),
        Floats.of(confidence),
        opinions.isEmpty() ? List.of() : opinions(parents));
  }

  /** Only of what has children: the verdict at a leaf stays the target's. */
  private List<TopTokens> opinions(int[] parents) {
    TopTokens[] byNode = new TopTokens[parents.length + 1];
    Arrays.fill(byNode, TopTokens.none());
    for (int parent : parents) {
      byNode[parent + 1] = opinions.getOrDefault(parent < 0 ? -1 : kept[parent], TopTokens.none());
    }
    return List.of(byNode);
  }
}
