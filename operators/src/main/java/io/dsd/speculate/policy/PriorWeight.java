package io.dsd.speculate.policy;

/**
 * How many trials of its own a sequence's acceptance needs to weigh as much as what all sequences
 * have told: of a few weights the one under which the verdicts so far were the least surprising,
 * newer ones counting more. Where sequences are alike that is a large one, and noise is averaged
 * out; where they differ a small one.
 */
final class PriorWeight {

  private static final double[] WEIGHTS = {12, 48, 192, 768};
  private static final int FIRST = 1;
  private static final int ENOUGH = 32;
  private static final double KEPT = 1 - 1.0 / 4096;
  // one surprise must not decide
  private static final double LEAST = 0.005;

  private final double[] surprise = new double[WEIGHTS.length];
  private int judged;

  /**
   * Takes in a trial.
   *
   * @param accepted how many were accepted of {@code tried} before it, of its sequence at its depth
   * @param prior the chance that all sequences promise there
   * @param right whether it was accepted
   */
  void observe(double accepted, double tried, double prior, boolean right) {
    for (int each = 0; each < WEIGHTS.length; each++) {
      double chance = (accepted + WEIGHTS[each] * prior) / (tried + WEIGHTS[each]);
      double said = Math.max(LEAST, right ? chance : 1 - chance);
      surprise[each] = surprise[each] * KEPT - Math.log(said);
    }
    judged++;
  }

  /** The best weight so far. */
  double best() {
    int best = FIRST;
    for (int each = 0; judged >= ENOUGH && each < WEIGHTS.length; each++) {
      best = surprise[each] < surprise[best] ? each : best;
    }
    return WEIGHTS[best];
  }
}
