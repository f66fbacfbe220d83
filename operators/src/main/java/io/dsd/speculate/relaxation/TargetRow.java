package io.dsd.speculate.relaxation;

/** The distribution at temperature 1 that a row of the target's logits stands for. */
final class TargetRow {

  private final float[] logits;
  private final double logTotal;
  private final double entropy;
  private final double margin;

  TargetRow(float[] logits) {
    this.logits = logits;
    double first = Double.NEGATIVE_INFINITY;
    double second = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      if (logit > first) {
        second = first;
        first = logit;
      } else if (logit > second) {
        second = logit;
      }
    }
    double total = 0;
    double weighted = 0;
    for (float logit : logits) {
      double below = logit - first;
      double mass = Math.exp(below);
      total += mass;
      weighted += mass == 0 ? 0 : mass * below;
    }
    this.logTotal = first + Math.log(total);
    this.entropy = Math.max(0, Math.log(total) - weighted / total);
    this.margin = (1 - Math.exp(second - first)) / total;
  }

  /** In nats. */
  double entropy() {
    return entropy;
  }

  /** By how much the likeliest token leads in probability. */
  double margin() {
    return margin;
  }

  double probability(int token) {
    return Math.exp(logits[token] - logTotal);
  }

  /** The logit that would stand for a probability. */
  double logit(double probability) {
    return Math.log(probability) + logTotal;
  }
}
