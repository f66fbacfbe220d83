package io.dsd.speculate.sampling;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Floats;
import io.dsd.message.Ints;

/**
 * Tokens that a drafter would propose at one place, its own pick first.
 *
 * @param tokens the token ids of the target
 * @param confidence the share of each in what the drafter expects, between 0 and 1
 */
public record Candidates(Ints tokens, Floats confidence) {

  /** Checks that there is a share for each token. */
  public Candidates {
    requireNonNull(tokens, "tokens");
    if (tokens.size() != confidence.size()) {
      throw new IllegalArgumentException(
          "%d tokens with %d confidences".formatted(tokens.size(), confidence.size()));
    }
  }

  /** How many there are. */
  public int size() {
    return tokens.size();
  }
}
