package io.dsd.speculate.sampling;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;

/**
 * The tokens that a drafter's row makes the target's likeliest picks, best first: the first is what
 * {@link TokenPicker} picks, the second what it would pick if that one were not there, and so on.
 * At temperature 0 these are the likeliest tokens, else those where logit over temperature plus the
 * target's own noise is largest.
 *
 * <p>Keeps working memory between calls: one thread at a time.
 */
public final class TokenRanking {

  private final int[] targetIds;
  private final Shortlist shortlist = new Shortlist();
  private int[] tokens = new int[0];
  private double[] scores = new double[0];
  private int count;

  /**
   * A ranking.
   *
   * @param targetIds the target's id of each of the drafter's tokens; noise goes by it
   */
  public TokenRanking(Ints targetIds) {
    this.targetIds = targetIds.toArray();
  }

  /**
   * Ranked tokens.
   *
   * @param tokens the target's ids, best first
   * @param probabilities what the drafter gives each of them, before temperature
   */
  public record Ranked(Ints tokens, Floats probabilities) {}

  /**
   * Ranks the tokens for {@code position}.
   *
   * @param logits one per token of the drafter
   * @param wanted how many tokens are wanted; fewer come if top-k and top-p leave fewer
   * @throws IllegalArgumentException if a logit is NaN or positive infinity, or all are negative
   *     infinity
   */
  public Ranked rank(float[] logits, Sampling sampling, int position, int wanted) {
    float peak = peak(logits, position);
    begin(wanted);
    if (sampling.isGreedy() || sampling.topK() == 1) {
      for (int token = 0; token < logits.length; token++) {
        if (logits[token] > Float.NEGATIVE_INFINITY) {
          offer(token, logits[token]);
        }
      }
    } else {
      offerWithNoise(logits, peak, sampling, GumbelNoise.at(sampling.seed(), position));
    }
    return ranked(logits, peak);
  }

  private void offerWithNoise(float[] logits, float peak, Sampling sampling, GumbelNoise noise) {
    boolean all =
        (sampling.topK() == 0 || sampling.topK() >= logits.length) && sampling.topP() == 1;
    int candidates = all ? logits.length : shortlist.fill(logits, 0, logits.length, peak, sampling);
    for (int index = 0; index < candidates; index++) {
      int token = all ? index : shortlist.token(index);
      double scaled = ((double) logits[token] - peak) / sampling.temperature();
      if (logits[token] == Float.NEGATIVE_INFINITY || scaled + GumbelNoise.HIGHEST < threshold()) {
        continue;
      }
      long bits = noise.bits(targetIds[token]);
      if (scaled + GumbelNoise.upperBound(bits) >= threshold()) {
        offer(token, scaled + GumbelNoise.noise(bits));
      }
    }
  }

  private static float peak(float[] logits, int position) {
    float peak = Float.NEGATIVE_INFINITY;
    for (int token = 0; token < logits.length; token++) {
      if (!(logits[token] < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "the logit of token %d for position %d is %s"
                .formatted(token, position, logits[token]));
      }
      peak = Math.max(peak, logits[token]);
    }
    if (peak == Float.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "none of %d logits for position %d is above -Infinity"
              .formatted(logits.length, position));
    }
    return peak;
  }

  private void begin(int wanted) {
    if (tokens.length != wanted) {
      tokens = new int[wanted];
      scores = new double[wanted];
    }
    count = 0;
  }

  /** What a score must reach to be among the best. */
  private double threshold() {
    return count < scores.length ? Double.NEGATIVE_INFINITY : scores[count - 1];
  }

  /** Sorts it in; of equal scores the lower token comes first. */
  private void offer(int token, double score) {
    int at = count;
    while (at > 0
        && (score > scores[at - 1] || (score == scores[at - 1] && token < tokens[at - 1]))) {
      at--;
    }
    if (at == scores.length) {
      return;
    }
    if (count < scores.length) {
      count++;
    }
    System.arraycopy(tokens, at, tokens, at + 1, count - 1 - at);
    System.arraycopy(scores, at, scores, at + 1, count - 1 - at);
    tokens[at] = token;
    scores[at] = score;
  }

  private Ranked ranked(float[] logits, float peak) {
    double mass = 0;
    for (float logit : logits) {
      mass += Math.exp((double) logit - peak);
    }
    int[] ids = new int[count];
    float[] probabilities = new float[count];
    for (int i = 0; i < count; i++) {
      ids[i] = targetIds[tokens[i]];
      probabilities[i] = (float) (Math.exp((double) logits[tokens[i]] - peak) / mass);
    }
    return new Ranked(Ints.of(ids), Floats.of(probabilities));
  }
}
