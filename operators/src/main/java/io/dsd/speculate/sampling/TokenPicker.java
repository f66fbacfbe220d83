package io.dsd.speculate.sampling;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.round.TopTokens;
import java.util.Arrays;

/**
 * Picks a token from logits: the likeliest at temperature 0, else the one where logit over
 * temperature plus {@link GumbelNoise} is largest among those that top-k and then top-p leave. By
 * the Gumbel-max trick that is an exact sample of the softmax, and two pickers with close logits
 * mostly pick the same token from the same seed, without talking to each other (Daliri, Musco,
 * Suresh: "Coupling without Communication and Drafter-Invariant Speculative Decoding", 2024).
 *
 * <p>Keeps working memory between calls: one thread at a time.
 */
public final class TokenPicker {

  /** Below this many scores a softmax over them says little. */
  private static final int FEWEST_COMPARED = 8;

  private static final double SMALLEST_SHARE = 1e-9;

  private final int[] targetIds;
  private final Shortlist shortlist = new Shortlist();
  private double[] scores = new double[0];

  private TokenPicker(int[] targetIds) {
    this.targetIds = targetIds;
  }

  /** A picker for logits over the target's vocabulary. */
  public static TokenPicker forTarget() {
    return new TokenPicker(new int[0]);
  }

  /**
   * A picker for logits over a smaller vocabulary of a drafter's own.
   *
   * @param targetIds the target's id of each of the drafter's tokens; noise goes by it
   */
  public static TokenPicker forDraft(Ints targetIds) {
    if (targetIds.isEmpty()) {
      throw new IllegalArgumentException("the drafter's vocabulary is empty");
    }
    return new TokenPicker(targetIds.toArray());
  }

  /**
   * Picks the token at {@code position}.
   *
   * @param logits holds the row
   * @param from where the row begins
   * @param length its length, the vocabulary
   * @param sampling how to pick
   * @param position the absolute position of the token that is picked, which names its noise
   * @return a token id of the target
   * @throws IllegalArgumentException if a logit is NaN or positive infinity, or all are negative
   *     infinity; or the row is longer than the drafter's vocabulary
   */
  public int pick(float[] logits, int from, int length, Sampling sampling, int position) {
    checkVocabulary(length);
    int likeliest = likeliest(logits, from, length, position);
    if (sampling.isGreedy() || sampling.topK() == 1) {
      return targetId(likeliest);
    }
    boolean all = isUncut(sampling, length);
    GumbelNoise noise = GumbelNoise.at(sampling.seed(), position);
    float peak = logits[from + likeliest];
    double best = GumbelNoise.noise(noise.bits(targetId(likeliest)));
    int picked = likeliest;
    int candidates = all ? length : shortlist.fill(logits, from, length, peak, sampling);
    for (int index = 0; index < candidates; index++) {
      int token = all ? index : shortlist.token(index);
      // Relative to the peak, so that a small temperature cannot overflow.
      double scaled = ((double) logits[from + token] - peak) / sampling.temperature();
      if (scaled + GumbelNoise.HIGHEST < best) {
        continue;
      }
      long bits = noise.bits(targetId(token));
      if (scaled + GumbelNoise.upperBound(bits) < best) {
        continue;
      }
      double score = scaled + GumbelNoise.noise(bits);
      if (score > best || (score == best && token < picked)) {
        best = score;
        picked = token;
      }
    }
    return targetId(picked);
  }

  /**
   * The tokens that come closest to being picked at {@code position}, the one that {@link #pick}
   * takes first. Their confidence is the softmax of what picks are made by: of the logits at
   * temperature 0, else of logit over temperature plus noise. The target shares the noise, so that
   * the margin there tells more of what it takes than the probability does.
   *
   * @param count how many are wanted; fewer come if top-k and top-p leave fewer
   * @throws IllegalArgumentException as {@link #pick} does
   */
  public Candidates best(
      float[] logits, int from, int length, Sampling sampling, int position, int count) {
    checkVocabulary(length);
    int likeliest = likeliest(logits, from, length, position);
    float peak = logits[from + likeliest];
    BestScores best = new BestScores(Math.max(count, FEWEST_COMPARED));
    double total = 0;
    if (sampling.isGreedy() || sampling.topK() == 1) {
      if (scores.length < length) {
        scores = new double[length];
      }
      for (int token = 0; token < length; token++) {
        double score = (double) logits[from + token] - peak;
        scores[token] = score;
        if (best.mayTake(score)) {
          best.add(token, score);
        }
      }
      total = Exponential.sum(scores, length);
    } else {
      addPerturbed(best, logits, from, length, peak, sampling, position);
      total = Arrays.stream(best.powers()).sum();
    }
    int size = Math.min(count, best.size());
    int[] tokens = new int[size];
    float[] confidence = new float[size];
    double[] powers = best.powers();
    for (int place = 0; place < size; place++) {
      tokens[place] = targetId(best.token(place));
      confidence[place] = (float) (powers[place] / total);
    }
    return new Candidates(Ints.of(tokens), Floats.of(confidence));
  }

  private void addPerturbed(
      BestScores best,
      float[] logits,
      int from,
      int length,
      float peak,
      Sampling sampling,
      int position) {
    boolean all = isUncut(sampling, length);
    GumbelNoise noise = GumbelNoise.at(sampling.seed(), position);
    int candidates = all ? length : shortlist.fill(logits, from, length, peak, sampling);
    for (int index = 0; index < candidates; index++) {
      int token = all ? index : shortlist.token(index);
      double scaled = ((double) logits[from + token] - peak) / sampling.temperature();
      if (best.mayTake(scaled + GumbelNoise.HIGHEST)) {
        long bits = noise.bits(targetId(token));
        if (best.mayTake(scaled + GumbelNoise.upperBound(bits))) {
          best.add(token, scaled + GumbelNoise.noise(bits));
        }
      }
    }
  }

  private static boolean isUncut(Sampling sampling, int length) {
    return (sampling.topK() == 0 || sampling.topK() >= length) && sampling.topP() == 1;
  }

  private void checkVocabulary(int length) {
    if (targetIds.length != 0 && targetIds.length != length) {
      throw new IllegalArgumentException(
          "%d logits for a vocabulary of %d tokens".formatted(length, targetIds.length));
    }
  }

  /**
   * The likeliest tokens at temperature 1, with their probabilities among themselves.
   *
   * @param count how many are wanted at most; such as are beyond what a float can tell are left out
   */
  public TopTokens top(float[] logits, int from, int length, int count) {
    checkVocabulary(length);
    BestScores best = new BestScores(count);
    for (int token = 0; token < length; token++) {
      if (best.mayTake(logits[from + token])) {
        best.add(token, logits[from + token]);
      }
    }
    double[] mass = best.powers();
    int kept = (int) Arrays.stream(mass).filter(share -> share > SMALLEST_SHARE).count();
    double total = Arrays.stream(mass, 0, kept).sum();
    int[] tokens = new int[kept];
    float[] shares = new float[kept];
    for (int rank = 0; rank < kept; rank++) {
      tokens[rank] = targetId(best.token(rank));
      shares[rank] = (float) (mass[rank] / total);
    }
    return new TopTokens(Ints.of(tokens), Floats.of(shares));
  }

  private int targetId(int token) {
    return targetIds.length == 0 ? token : targetIds[token];
  }

  private static int likeliest(float[] logits, int from, int length, int position) {
    float peak = Float.NEGATIVE_INFINITY;
    int likeliest = -1;
    for (int token = 0; token < length; token++) {
      float logit = logits[from + token];
      if (!(logit <= peak)) {
        if (!(logit < Float.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "the logit of token %d for position %d is %s".formatted(token, position, logit));
        }
        peak = logit;
        likeliest = token;
      }
    }
    if (likeliest < 0) {
      throw new IllegalArgumentException(
          "none of %d logits for position %d is above -Infinity".formatted(length, position));
    }
    return likeliest;
  }
}
