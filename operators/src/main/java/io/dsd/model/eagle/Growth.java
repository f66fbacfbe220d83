package io.dsd.model.eagle;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.model.cache.AttentionMask;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.sampling.TokenRanking;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A proposal on its way: a tree that grows level by level where the cumulative probability is
 * largest, of which the likeliest nodes are kept (EAGLE-2, arXiv 2406.16858). A chain is the tree
 * that grows at one place.
 */
final class Growth {

  /** How many nodes of a level of a tree grow on, and how many children each of them gets. */
  static final int WIDTH = 8;

  private record Candidate(int parent, Guess above, int token, float probability, double log) {}

  private final SequenceId sequence;
  private final Track track;

  /** Tokens of the prefix that no taps have come for. */
  private final Ints known;

  private final BlockShape shape;
  private final Sampling sampling;
  private final int width;
  private final int contextLength;
  private final List<Candidate> pool = new ArrayList<>();
  private List<Integer> growing = List.of();
  private Guess at;
  private int knownTaken;
  private int levels;
  private boolean stopped;

  /** Nothing has grown yet on a track that has a root. */
  Growth(Track track, DraftTask task, int contextLength) {
    this.sequence = task.sequence();
    this.track = track;
    this.shape = task.shape();
    this.sampling = task.sampling();
    this.width = shape.nodes() == shape.depth() ? 1 : WIDTH;
    this.contextLength = contextLength;
    this.at = track.root();
    this.known = task.prefix().slice(at.position() + 2, task.prefix().size());
  }

  SequenceId sequence() {
    return sequence;
  }

  Track track() {
    return track;
  }

  /** The guesses whose rows it needs to grow on; none when it has grown. */
  List<Guess> next() {
    while (!stopped && knownTaken < known.size()) {
      at = child(at, known.get(knownTaken++));
      if (!at.isComputed()) {
        return List.of(at);
      }
    }
    while (!stopped && levels < shape.depth()) {
      expand();
      List<Guess> needed = grow();
      if (!needed.isEmpty()) {
        return needed;
      }
    }
    return List.of();
  }

  /** Adds a level of candidates below the guesses that grow. */
  private void expand() {
    int first = pool.size();
    if (levels == 0) {
      addChildren(-1, at, 0);
    }
    for (int parent : growing) {
      Candidate grown = pool.get(parent);
      addChildren(parent, grown.above().child(grown.token()).orElseThrow(), grown.log());
    }
    levels++;
    growing =
        IntStream.range(first, pool.size())
            .boxed()
            .sorted(Comparator.comparingDouble(index -> -pool.get(index).log()))
            .limit(width)
            .toList();
  }

  private void addChildren(int parent, Guess above, double log) {
    Ints tokens = above.next().tokens();
    for (int i = 0; i < Math.min(width, tokens.size()); i++) {
      float probability = above.next().probabilities().get(i);
      pool.add(
          new Candidate(parent, above, tokens.get(i), probability, log + Math.log(probability)));
    }
  }

  /** The rows that the next level needs. */
  private List<Guess> grow() {
    if (levels == shape.depth()) {
      return List.of();
    }
    growing =
        growing.stream()
            .filter(index -> pool.get(index).above().position() + 1 < contextLength)
            .toList();
    stopped = growing.isEmpty();
    List<Guess> needed = new ArrayList<>();
    for (int index : growing) {
      Guess guess = child(pool.get(index).above(), pool.get(index).token());
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
  FeatureLane lane(List<Guess> guesses) {
    Guess first = guesses.get(0);
    boolean all = guesses.size() == 1 && first.visible().cardinality() == first.slot() + 1;
    AttentionMask mask =
        all
            ? new AttentionMask.Causal()
            : new AttentionMask.Explicit(guesses.stream().map(Guess::visible).toList());
    return new FeatureLane(
        track.rows().orElseThrow(),
        first.slot(),
        Ints.of(guesses.stream().mapToInt(Guess::position).toArray()),
        mask,
        Ints.of(guesses.stream().mapToInt(Guess::token).toArray()),
        Features.join(guesses.stream().map(Guess::feature).toList()),
        0);
  }

  /** Takes what a lane gave. */
  void take(List<Guess> guesses, FeatureResult result, TokenRanking ranking) {
    for (int i = 0; i < guesses.size(); i++) {
      Guess guess = guesses.get(i);
      // its row takes its token and looks for the one after
      guess.computed(
          result.outputs().slice(i, i + 1),
          ranking.rank(result.logits().row(i), sampling, guess.position() + 2, WIDTH));
    }
  }

  /** There is no room for more rows. */
  void stop() {
    stopped = true;
    track.dropGuesses();
  }

  /** The likeliest nodes. */
  Proposal proposal() {
    int[] kept =
        IntStream.range(0, pool.size())
            .boxed()
            // stable: of equals, a parent comes before its child
            .sorted(Comparator.comparingDouble(index -> -pool.get(index).log()))
            .limit(shape.nodes())
            .mapToInt(Integer::intValue)
            .sorted()
            .toArray();
    int[] places = new int[pool.size()];
    int[] tokens = new int[kept.length];
    int[] parents = new int[kept.length];
    float[] confidence = new float[kept.length];
    for (int place = 0; place < kept.length; place++) {
      Candidate candidate = pool.get(kept[place]);
      places[kept[place]] = place;
      tokens[place] = candidate.token();
      parents[place] = candidate.parent() < 0 ? -1 : places[candidate.parent()];
      confidence[place] = candidate.probability();
    }
    return new Proposal(Ints.of(tokens), Ints.of(parents), Floats.of(confidence));
  }
}
