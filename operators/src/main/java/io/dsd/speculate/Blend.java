package io.dsd.speculate;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.round.TopTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One tree of what a drafter and the lookup propose, the likeliest nodes of both. Wherever the
 * lookup says how the text may go on it has a fixed share of the confidence, and the drafter the
 * rest.
 */
final class Blend {

  /**
   * How often what followed earlier occurrences of 2 to 4 tokens is right where the tokens before
   * were: 0.5 to 0.8 over the training answers of the default draft, less for the first token than
   * for later ones.
   */
  static final float TRUST = 0.7f;

  private static final int ROOT = -1;

  private final Proposal drafted;
  private final List<Node> nodes = new ArrayList<>();

  /** A node of either; the chance is that of the whole way to it. */
  private record Node(int token, int parent, float confidence, double chance) {}

  private Blend(Proposal drafted) {
    this.drafted = drafted;
  }

  /**
   * Blends two proposals for one task.
   *
   * @param drafted brings the opinions
   * @param found by the lookup
   * @param shape how much both were asked for; a chain has room for one of the two, the one that
   *     promises more tokens
   */
  static Proposal of(Proposal drafted, Proposal found, BlockShape shape) {
    if (found.size() == 0) {
      return drafted;
    }
    if (shape.nodes() == shape.depth()) {
      return expected(drafted, 1) > expected(found, TRUST) ? drafted : found;
    }
    Blend blend = new Blend(drafted);
    blend.join(found);
    return blend.likeliest(shape.nodes());
  }

  /** How many tokens of a chain are accepted on average, by its estimates as far as trusted. */
  private static double expected(Proposal chain, double trust) {
    double sum = 0;
    double chance = 1;
    for (int node = 0; node < chain.size(); node++) {
      chance *= trust * chain.confidence().get(node);
      sum += chance;
    }
    return sum;
  }

  private void join(Proposal found) {
    // the drafter's nodes that the lookup has found, too, and all places at which it has something
    Map<Integer, Integer> places = new HashMap<>(Map.of(ROOT, ROOT));
    Map<Integer, Float> trusted = new HashMap<>();
    Set<Integer> parents = new HashSet<>();
    List<Integer> others = new ArrayList<>();
    for (int node = 0; node < found.size(); node++) {
      int parent = places.getOrDefault(found.parents().get(node), drafted.size());
      boolean known = parent < drafted.size();
      int same = known ? drafted.child(parent, found.tokens().get(node)).orElse(ROOT) : ROOT;
      if (known) {
        parents.add(parent);
      }
      if (same == ROOT) {
        places.put(node, drafted.size() + others.size());
        others.add(node);
      } else {
        places.put(node, same);
        trusted.put(same, TRUST * found.confidence().get(node));
      }
    }
    for (int node = 0; node < drafted.size(); node++) {
      int parent = drafted.parents().get(node);
      float own = drafted.confidence().get(node) * (parents.contains(parent) ? 1 - TRUST : 1);
      add(drafted.tokens().get(node), parent, own + trusted.getOrDefault(node, 0f));
    }
    for (int node : others) {
      add(
          found.tokens().get(node),
          places.get(found.parents().get(node)),
          TRUST * found.confidence().get(node));
    }
  }

  private void add(int token, int parent, float confidence) {
    double before = parent == ROOT ? 1 : nodes.get(parent).chance();
    nodes.add(new Node(token, parent, confidence, before * confidence));
  }

  /** Parents come before their children: none is likelier than what it hangs on. */
  private Proposal likeliest(int most) {
    int[] kept =
        IntStream.range(0, nodes.size())
            .boxed()
            .sorted(Comparator.comparingDouble(node -> -nodes.get(node).chance()))
            .limit(most)
            .mapToInt(Integer::intValue)
            .toArray();
    Map<Integer, Integer> places = new HashMap<>(Map.of(ROOT, ROOT));
    int[] tokens = new int[kept.length];
    int[] parents = new int[kept.length];
    float[] confidence = new float[kept.length];
    for (int place = 0; place < kept.length; place++) {
      Node node = nodes.get(kept[place]);
      places.put(kept[place], place);
      tokens[place] = node.token();
      parents[place] = places.get(node.parent());
      confidence[place] = node.confidence();
    }
    return new Proposal(
        Ints.of(tokens), Ints.of(parents), Floats.of(confidence), opinions(kept, parents));
  }

  /** Those of the drafter, at nodes that still have children. */
  private List<TopTokens> opinions(int[] kept, int[] parents) {
    if (drafted.opinions().isEmpty()) {
      return List.of();
    }
    TopTokens[] opinions = new TopTokens[kept.length + 1];
    Arrays.fill(opinions, TopTokens.none());
    for (int parent : parents) {
      int node = parent == ROOT ? ROOT : kept[parent];
      if (node < drafted.size()) {
        opinions[parent + 1] = drafted.opinions().get(node + 1);
      }
    }
    return List.of(opinions);
  }
}
