package io.dsd.speculate.sampling;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.round.TopTokens;

/**
 * Tokens that a drafter would propose at one place, its own pick first.
 *
 * @param tokens the token ids of the target
 * @param confidence the share of each in what the drafter expects, between 0 and 1
 * @param opinion the drafter's distribution there, if it was asked for
 */
public record Candidates(Ints tokens, Floats confidence, TopTokens opinion) {

  /** How many tokens an opinion has; the rest of a draft's distribution is close to nothing. */
  public static final int OPINION_TOKENS = 16;

  /** Checks that there is a share for each token. */
  public Candidates {
    requireNonNull(tokens, "tokens");
    requireNonNull(opinion, "opinion");
    if (tokens.size() != confidence.size()) {
      throw new IllegalArgumentException(
          "%d tokens with %d confidences".formatted(tokens.size(), confidence.size()));
    }
  }

  /** Candidates without an opinion. */
  public Candidates(Ints tokens, Floats confidence) {
    this(tokens, confidence, TopTokens.none());
  }

  /** The best of them, at most so many. */
  public Candidates first(int count) {
    return count >= size()
        ? this
        : new Candidates(tokens.slice(0, count), confidence.slice(0, count), opinion);
  }

  /** The same with the distribution that they come from. */
  public Candidates with(TopTokens distribution) {
    return new Candidates(tokens, confidence, distribution);
  }

  /** How many there are. */
  public int size() {
    return tokens.size();
  }
}
