package io.dsd.model.eagle;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.round.Taps;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.slice.KvRows;
import io.dsd.speculate.DraftTask;
import java.util.List;
import java.util.Optional;

/**
 * What a feature-based drafter knows of one sequence: the features of a run of tokens, a row for
 * each of them whose next token is known, and guesses after the last of these rows.
 *
 * <pre>
 *  positions  ... start ............ start + rows | guesses
 *  slots          0 ................ rows         | rows ... used
 *  row i takes the feature of the token at start + i and the token at start + i + 1
 * </pre>
 */
final class Track {

  /** More than a window of blocks guesses; beyond that the drafter waits for features. */
  private static final int MOST_GUESSED = 256;

  /** What guesses depend on beside the tokens. */
  private record Guessing(Sampling sampling, boolean opinions) {}

  private int start;

  /** The tokens whose features came, from {@code start} on. */
  private Ints tokens = Ints.empty();

  /** The features of the last of these tokens; the row of the very last may have to be redone. */
  private Optional<Features> features = Optional.empty();

  /** The token that each row took. */
  private Ints taken = Ints.empty();

  private Optional<FeatureResult> lastRow = Optional.empty();
  private Optional<Guess> root = Optional.empty();
  private Optional<Guessing> guessing = Optional.empty();
  private int used;
  private Optional<KvRows> rows = Optional.empty();

  /** Takes features in. */
  void learn(Taps taps) {
    Ints news = taps.tokens();
    int at = taps.basePosition() - start;
    boolean adjoins = at >= 0 && at <= tokens.size() && !tokens.isEmpty();
    int overlap = adjoins ? Math.min(tokens.size() - at, news.size()) : 0;
    if (!adjoins || !tokens.slice(at, at + overlap).equals(news.slice(0, overlap))) {
      forget();
      start = taps.basePosition();
      overlap = 0;
    }
    if (overlap < news.size()) {
      Features fresh = Features.of(taps.rows()).slice(overlap, news.size());
      features =
          Optional.of(features.map(kept -> Features.join(List.of(kept, fresh))).orElse(fresh));
      tokens = tokens.append(news.slice(overlap, news.size()));
      // the last row may have taken another token than the target has picked since
      cutTo(taken.commonPrefix(ready()));
    }
  }

  /** Whether nothing is known. */
  boolean isEmpty() {
    return tokens.isEmpty();
  }

  /**
   * How many of its rows a sequence can have that begins with the same tokens.
   *
   * @param length how many these are
   * @param next the token after them, which the last of the rows must have taken
   */
  int rowsFor(int length, int next) {
    int count = length - start;
    return count > 0 && count <= taken.size() && taken.get(count - 1) == next ? count : 0;
  }

  /** Begins, empty as it is, with rows that have been copied from another one. */
  void begin(Track donor, int count) {
    start = donor.start;
    tokens = donor.tokens.slice(0, count);
    taken = donor.taken.slice(0, count);
    used = count;
  }

  /** Forgets all that it knows. */
  void forget() {
    tokens = Ints.empty();
    features = Optional.empty();
    cutTo(0);
  }

  private void cutTo(int length) {
    if (length < taken.size()) {
      taken = taken.slice(0, length);
      lastRow = Optional.empty();
      dropGuesses();
    }
  }

  void dropGuesses() {
    root = Optional.empty();
    used = taken.size();
  }

  /** The tokens that its rows can take without a wish to serve. */
  Ints ready() {
    return tokens.isEmpty() ? Ints.empty() : tokens.slice(1, tokens.size());
  }

  /**
   * The tokens that its rows are to take for a proposal; empty if there is nothing to base it on,
   * or more is known by now than the wish says.
   */
  Optional<Ints> wanted(DraftTask task) {
    Ints prefix = task.prefix();
    if (tokens.isEmpty() || prefix.size() - start < 2) {
      return Optional.empty();
    }
    Ints from = prefix.slice(start, prefix.size());
    int same = tokens.commonPrefix(from);
    if (same < Math.min(tokens.size(), task.committed() - start)) {
      // what is known is of another text
      forget();
      return Optional.empty();
    }
    int length = Math.min(tokens.size(), from.size() - 1);
    Ints next = from.slice(1, from.size());
    if (same < tokens.size() || length < taken.size() || next.size() - length > MOST_GUESSED) {
      return Optional.empty();
    }
    cutTo(taken.commonPrefix(next));
    if (taken.size() == length && lastRow.isEmpty()) {
      // another sequence's rows, after which none of its own has come
      return Optional.empty();
    }
    return Optional.of(next.slice(0, length));
  }

  /** How many rows there are. */
  int size() {
    return taken.size();
  }

  /** The rows that are missing of those that take {@code all}, at most so many. */
  FeatureLane lane(Ints all, int most) {
    int first = taken.size();
    int end = Math.min(all.size(), first + most);
    int known = tokens.size() - features.orElseThrow().rows();
    return new FeatureLane(
        rows.orElseThrow(),
        first,
        Ints.range(start + first, start + end),
        new AttentionMask.Causal(),
        all.slice(first, end),
        features.orElseThrow().slice(first - known, end - known),
        end - first - 1);
  }

  /** Takes what a lane gave. */
  void took(Ints inputs, FeatureResult result) {
    taken = taken.append(inputs);
    int last = inputs.size() - 1;
    lastRow =
        Optional.of(new FeatureResult(result.outputs().slice(last, last + 1), result.logits()));
    dropGuesses();
    int rowsKept = features.orElseThrow().rows();
    int known = tokens.size() - rowsKept;
    int from = Math.min(taken.size(), tokens.size() - 1) - known;
    features = Optional.of(features.orElseThrow().slice(from, rowsKept));
  }

  /** Has the guesses that {@code ranking} leads to as the task wants them, and no others. */
  void guessWith(Ranking ranking, DraftTask task) {
    Optional<Guessing> wanted = Optional.of(new Guessing(task.sampling(), task.opinions()));
    if (!guessing.equals(wanted) || used - taken.size() > MOST_GUESSED) {
      guessing = wanted;
      dropGuesses();
    }
    if (root.isEmpty()) {
      FeatureResult last = lastRow.orElseThrow();
      int position = start + taken.size() - 1;
      root =
          Optional.of(
              Guess.root(
                  taken.last(),
                  position,
                  taken.size(),
                  last.outputs(),
                  ranking.rank(last.logits(), 0, task, position + 2)));
    }
  }

  Guess root() {
    return root.orElseThrow();
  }

  /** A new guess below another, in the next slot. */
  Guess grow(Guess above, int token) {
    return above.grow(token, used++);
  }

  /** How many slots are in use. */
  int used() {
    return used;
  }

  Optional<KvRows> rows() {
    return rows;
  }

  void rows(KvRows replacement) {
    rows = Optional.of(replacement);
  }
}
