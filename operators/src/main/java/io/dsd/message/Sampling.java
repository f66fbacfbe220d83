package io.dsd.message;

/**
 * How the next token is picked from the target's logits: temperature first, then top-k, then top-p.
 *
 * @param temperature divides the logits; 0 picks the likeliest token
 * @param topK how many of the likeliest tokens stay; 0 keeps all
 * @param topP the smallest set of likeliest tokens whose mass reaches this stays; 1 keeps all
 * @param seed fixes the noise: the same seed gives the same tokens, whatever the draft
 */
public record Sampling(double temperature, int topK, double topP, long seed) {

  /** Checks the ranges; requests are checked with a message for users before they get here. */
  public Sampling {
    if (!(temperature >= 0 && Double.isFinite(temperature))) {
      throw new IllegalArgumentException("temperature " + temperature + " is not 0 or more");
    }
    if (topK < 0) {
      throw new IllegalArgumentException("topK " + topK + " is negative");
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException("topP " + topP + " is not in (0, 1]");
    }
  }

  /** The likeliest token at every position. */
  public static Sampling greedy() {
    return new Sampling(0, 0, 1, 0);
  }

  /** Whether the likeliest token is taken, without noise. */
  public boolean isGreedy() {
    return temperature == 0;
  }
}
