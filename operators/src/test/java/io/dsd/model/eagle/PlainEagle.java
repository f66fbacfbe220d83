package io.dsd.model.eagle;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.KvRows;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.sampling.GumbelNoise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a feature-based drafter proposes, without a cache: each node from scratch, row by row. */
final class PlainEagle {

  private static final int WIDTH = 8;

  private final FeatureKernel kernel;

  PlainEagle(FeatureKernel kernel) {
    this.kernel = kernel;
  }

  private record Node(int parent, Ints path, float probability, double log) {}

  private record Option(int token, double score, float probability) {}

  /**
   * The proposal after {@code prefix}.
   *
   * @param start the position of the first token whose features are known
   * @param features of the tokens from there on
   */
  Proposal propose(Ints prefix, int start, Features features, Sampling sampling, BlockShape shape) {
    int branches = shape.nodes() == shape.depth() ? 1 : WIDTH;
    List<Node> nodes = new ArrayList<>();
    List<Integer> growing = List.of(-1);
    for (int level = 0; level < shape.depth(); level++) {
      List<Integer> fresh = new ArrayList<>();
      for (int parent : growing) {
        Ints path = parent < 0 ? Ints.empty() : nodes.get(parent).path();
        double log = parent < 0 ? 0 : nodes.get(parent).log();
        Ints all = prefix.append(path);
        float[] logits = logits(all, start, features);
        for (Option option : options(logits, sampling, all.size(), branches)) {
          fresh.add(nodes.size());
          nodes.add(
              new Node(
                  parent,
                  path.append(option.token()),
                  option.probability(),
                  log + Math.log(option.probability())));
        }
      }
      growing = fresh.stream().sorted(byLog(nodes)).limit(branches).toList();
    }
    List<Integer> kept =
        IntStream.range(0, nodes.size())
            .boxed()
            .sorted(byLog(nodes))
            .limit(shape.nodes())
            .sorted()
            .toList();
    float[] confidence = new float[kept.size()];
    for (int i = 0; i < confidence.length; i++) {
      confidence[i] = nodes.get(kept.get(i)).probability();
    }
    return new Proposal(
        Ints.of(kept.stream().mapToInt(node -> nodes.get(node).path().last()).toArray()),
        Ints.of(kept.stream().mapToInt(node -> kept.indexOf(nodes.get(node).parent())).toArray()),
        Floats.of(confidence));
  }

  private static Comparator<Integer> byLog(List<Node> nodes) {
    return Comparator.comparingDouble(node -> -nodes.get(node).log());
  }

  /** Everything anew: rows from features first, then rows from the network's own outputs. */
  private float[] logits(Ints tokens, int start, Features features) {
    try (KvRows rows = kernel.allocate(tokens.size())) {
      FeatureResult last = null;
      for (int row = 0; start + row + 1 < tokens.size(); row++) {
        Features feature = row < features.rows() ? features.slice(row, row + 1) : last.outputs();
        FeatureLane lane =
            new FeatureLane(
                rows,
                row,
                Ints.of(start + row),
                new AttentionMask.Causal(),
                Ints.of(tokens.get(start + row + 1)),
                feature,
                0);
        last = kernel.forward(List.of(lane)).get(0);
      }
      return last.logits().row(0);
    }
  }

  private List<Option> options(float[] logits, Sampling sampling, int position, int branches) {
    GumbelNoise noise = GumbelNoise.at(sampling.seed(), position);
    double mass = 0;
    for (float logit : logits) {
      mass += Math.exp(logit);
    }
    List<Option> options = new ArrayList<>();
    for (int token = 0; token < logits.length; token++) {
      int target = kernel.toTarget().get(token);
      double score =
          sampling.isGreedy()
              ? logits[token]
              : logits[token] / sampling.temperature() + noise.of(target);
      options.add(new Option(target, score, (float) (Math.exp(logits[token]) / mass)));
    }
    options.sort(Comparator.comparingDouble(option -> -option.score()));
    return options.subList(0, Math.min(branches, options.size()));
  }
}
