package io.dsd.speculate.relaxation;

import io.dsd.message.Relaxation;
import io.dsd.message.Sampling;
import io.dsd.message.round.Leeway;
import io.dsd.message.round.TopTokens;
import io.dsd.speculate.sampling.TokenPicker;

/**
 * The target's logits for one token, and what the drafter's opinion makes of them.
 *
 * <p>Entropies are in nats. Both distributions are those at temperature 1; temperature, top-k and
 * top-p come after mixing, so that a relaxation acts on greedy decoding too.
 */
public final class RelaxedRow {

  private final float[] logits;
  private final Leeway leeway;

  private RelaxedRow(float[] logits, Leeway leeway) {
    this.logits = logits;
    this.leeway = leeway;
  }

  /**
   * Applies an opinion.
   *
   * @param logits one finite maximum at least; taken over
   * @param opinion not empty
   */
  public static RelaxedRow of(float[] logits, TopTokens opinion, Relaxation relaxation) {
    TargetRow target = new TargetRow(logits);
    double draftEntropy = 0;
    double common = 0;
    for (int i = 0; i < opinion.tokens().size(); i++) {
      double q = opinion.probabilities().get(i);
      draftEntropy -= q * Math.log(q);
      common += Math.min(q, target.probability(opinion.tokens().get(i)));
    }
    boolean key =
        draftEntropy > relaxation.entropyRatio() * target.entropy()
            || target.margin() > relaxation.margin()
            || common < relaxation.overlap();
    if (key || relaxation.isStrict()) {
      return new RelaxedRow(logits, new Leeway(1, key ? 1 : 0, 0));
    }
    mix(target, logits, opinion, relaxation.strength());
    return new RelaxedRow(logits, new Leeway(1, 0, relaxation.strength() * (1 - common)));
  }

  private static void mix(TargetRow target, float[] logits, TopTokens opinion, double strength) {
    double[] mixed = new double[opinion.tokens().size()];
    for (int i = 0; i < mixed.length; i++) {
      double p = target.probability(opinion.tokens().get(i));
      mixed[i] = (1 - strength) * p + strength * opinion.probabilities().get(i);
    }
    // all others lose the same share: logits count up to a constant, so theirs stay
    for (int i = 0; i < mixed.length; i++) {
      logits[opinion.tokens().get(i)] = (float) target.logit(mixed[i] / (1 - strength));
    }
  }

  /** What {@code picker} takes as the token at {@code position}. */
  public int pick(TokenPicker picker, Sampling sampling, int position) {
    return picker.pick(logits, 0, logits.length, sampling, position);
  }

  /** What was relaxed. */
  public Leeway leeway() {
    return leeway;
  }
}
