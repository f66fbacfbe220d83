package io.dsd.model.eagle;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.KvRows;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.TreeGrowth;
import io.dsd.speculate.sampling.Candidates;
import io.dsd.speculate.sampling.Logits;
import io.dsd.speculate.sampling.TokenPicker;
import java.util.ArrayList;
import java.util.List;

/** What a feature-based drafter proposes, without a cache: each node from scratch, row by row. */
final class PlainEagle {

  private final FeatureKernel kernel;

  PlainEagle(FeatureKernel kernel) {
    this.kernel = kernel;
  }

  /**
   * The proposal after {@code prefix}.
   *
   * @param start the position of the first token whose features are known
   * @param features of the tokens from there on
   */
  Proposal propose(Ints prefix, int start, Features features, Sampling sampling, BlockShape shape) {
    TokenPicker picker = TokenPicker.forDraft(kernel.toTarget());
    TreeGrowth tree = new TreeGrowth(shape);
    while (!tree.level().isEmpty()) {
      List<Candidates> children = new ArrayList<>();
      for (int node : tree.level()) {
        Ints all = prefix.append(path(tree, node));
        children.add(
            logits(all, start, features)
                .best(picker, 0, sampling, all.size(), Ranking.KEPT)
                .first(tree.breadth()));
      }
      tree.grow(children);
    }
    return tree.proposal();
  }

  private static Ints path(TreeGrowth tree, int node) {
    return node < 0 ? Ints.empty() : path(tree, tree.parent(node)).append(tree.token(node));
  }

  /** Everything anew: rows from features first, then rows from the network's own outputs. */
  private Logits logits(Ints tokens, int start, Features features) {
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
      return last.logits();
    }
  }
}
