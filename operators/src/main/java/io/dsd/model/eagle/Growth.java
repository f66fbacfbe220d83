package io.dsd.model.eagle;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.model.cache.AttentionMask;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.TreeGrowth;
import io.dsd.speculate.sampling.Candidates;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A proposal on its way: which guesses a tree grows by, and which rows they need. */
final class Growth {

  private final DraftTask task;
  private final Track track;
  private final Ranking ranking;
  private final int contextLength;
  private final TreeGrowth tree;

  /** Tokens of the prefix that no taps have come for. */
  private final Ints known;

  /** The guess that each node of the tree is. */
  private final Map<Integer, Guess> guesses = new HashMap<>();

  private int knownTaken;
  private Guess at;

  /** Nothing has grown yet on a track that has a root. */
  Growth(Track track, DraftTask task, Ranking ranking, int contextLength) {
    this.task = task;
    this.track = track;
    this.ranking = ranking;
    this.contextLength = contextLength;
    this.tree = new TreeGrowth(task.shape());
    this.at = track.root();
    this.known = task.prefix().slice(at.position() + 2, task.prefix().size());
  }

  SequenceId sequence() {
    return task.sequence();
  }

  Track track() {
    return track;
  }

  /** The guesses whose rows it needs to grow on; none when it has grown. */
  List<Guess> next() {
    while (knownTaken < known.size()) {
      at = child(at, known.get(knownTaken++));
      if (!at.isComputed()) {
        return List.of(at);
      }
    }
    while (!tree.level().isEmpty()) {
      List<Guess> needed = needed();
      if (!needed.isEmpty()) {
        return needed;
      }
      List<Candidates> children =
          tree.level().stream()
              .map(node -> guesses.get(node).next().first(tree.breadth()))
              .toList();
      tree.grow(children);
      // the positions of all guesses of a level are the same
      if (at.position() + tree.depth() >= contextLength) {
        tree.stop();
      }
    }
    return List.of();
  }

  /** The guesses of this level whose rows are missing. */
  private List<Guess> needed() {
    List<Guess> needed = new ArrayList<>();
    for (int node : tree.level()) {
      Guess guess = node < 0 ? at : child(guesses.get(tree.parent(node)), tree.token(node));
      guesses.put(node, guess);
      if (!guess.isComputed()) {
        needed.add(guess);
      }
    }
    return needed;
  }

  private Guess child(Guess above, int token) {
    return above.child(token).orElseGet(() -> track.grow(above, token));
  }

  /** The rows of guesses, which lie in consecutive slots. */
  FeatureLane lane(List<Guess> rows) {
    Guess first = rows.get(0);
    boolean all = rows.size() == 1 && first.visible().cardinality() == first.slot() + 1;
    AttentionMask mask =
        all
            ? new AttentionMask.Causal()
            : new AttentionMask.Explicit(rows.stream().map(Guess::visible).toList());
    return new FeatureLane(
        track.rows().orElseThrow(),
        first.slot(),
        Ints.of(rows.stream().mapToInt(Guess::position).toArray()),
        mask,
        Ints.of(rows.stream().mapToInt(Guess::token).toArray()),
        Features.join(rows.stream().map(Guess::feature).toList()),
        0);
  }

  /** Takes what a lane gave. */
  void take(List<Guess> rows, FeatureResult result) {
    for (int i = 0; i < rows.size(); i++) {
      // its row takes its token and looks for the one after
      rows.get(i)
          .computed(
              result.outputs().slice(i, i + 1),
              ranking.rank(result.logits(), i, task, rows.get(i).position() + 2));
    }
  }

  /** There is no room for more rows. */
  void stop() {
    tree.stop();
    knownTaken = known.size();
    track.dropGuesses();
  }

  /** The likeliest nodes. */
  Proposal proposal() {
    return tree.proposal();
  }
}
