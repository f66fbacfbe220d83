package io.dsd.message;

import java.io.Serializable;

/**
 * How far a verdict may follow the drafter where that matters little: the adaptive verification of
 * arXiv 2511.11733. Its exact constants are not public; the rule is ours, in its spirit.
 *
 * <p>A token is a <em>key token</em>, which the target picks alone, if the drafter is much less
 * sure than the target, if the target is sure, or if the two disagree. Any other token is picked
 * from {@code (1 - strength) * target + strength * draft}.
 *
 * @param strength the drafter's share, from 0 to below 1; 0 is the strict rule, bit for bit
 * @param entropyRatio a token is key if the drafter's entropy is more than so many times the
 *     target's
 * @param margin a token is key if the target's likeliest token leads by more than this in
 *     probability
 * @param overlap a token is key if the two distributions have less than this in common: the sum of
 *     the smaller of both probabilities
 */
public record Relaxation(double strength, double entropyRatio, double margin, double overlap)
    implements Serializable {

  /** No relaxation at all. */
  public static final Relaxation STRICT = of(0);

  private static final double ENTROPY_RATIO = 2;
  private static final double MARGIN = 0.6;
  private static final double OVERLAP = 0.4;

  /** Checks the ranges; settings are checked with a message for users before they get here. */
  public Relaxation {
    if (!(strength >= 0 && strength < 1)
        || !(entropyRatio >= 0)
        || !(margin >= 0)
        || !(overlap >= 0)) {
      throw new IllegalArgumentException(
          "strength %s is not in [0, 1), or entropy ratio %s, margin %s or overlap %s is negative"
              .formatted(strength, entropyRatio, margin, overlap));
    }
  }

  /** A relaxation of that strength with the usual bounds. */
  public static Relaxation of(double strength) {
    return new Relaxation(strength, ENTROPY_RATIO, MARGIN, OVERLAP);
  }

  /** The same bounds with another strength. */
  public Relaxation withStrength(double other) {
    return new Relaxation(other, entropyRatio, margin, overlap);
  }

  /** Whether every token is the target's alone. */
  public boolean isStrict() {
    return strength == 0;
  }
}
