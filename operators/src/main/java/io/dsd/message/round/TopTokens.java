package io.dsd.message.round;

import io.dsd.message.Floats;
import io.dsd.message.Ints;

/**
 * A drafter's distribution of the next token at temperature 1, cut to its likeliest tokens and
 * renormalised.
 *
 * @param tokens the target's ids, all different; none where the drafter has nothing to say
 * @param probabilities of each, above 0, with a sum of 1 up to rounding
 */
public record TopTokens(Ints tokens, Floats probabilities) {

  private static final TopTokens NONE = new TopTokens(Ints.empty(), Floats.empty());
  private static final double ROUNDING = 1e-3;

  /** Checks that it is a distribution. */
  public TopTokens {
    if (tokens.size() != probabilities.size()) {
      throw new IllegalArgumentException(
          "%d tokens with %d probabilities".formatted(tokens.size(), probabilities.size()));
    }
    double sum = 0;
    for (int i = 0; i < probabilities.size(); i++) {
      if (!(probabilities.get(i) > 0)) {
        throw new IllegalArgumentException("probabilities " + probabilities);
      }
      sum += probabilities.get(i);
    }
    if (!tokens.isEmpty() && Math.abs(sum - 1) > ROUNDING) {
      throw new IllegalArgumentException("probabilities with the sum " + sum);
    }
    if (tokens.stream().distinct().count() != tokens.size()) {
      throw new IllegalArgumentException("a token comes twice: " + tokens);
    }
  }

  /** Nothing to say. */
  public static TopTokens none() {
    return NONE;
  }

  /** Whether there is nothing to say. */
  public boolean isEmpty() {
    return tokens.isEmpty();
  }
}
