package io.dsd.speculate.sampling;

import java.util.Arrays;

/** The highest of many scores, in order; of equal ones that of the lower token. */
final class BestScores {

  private final int[] tokens;
  private final double[] scores;
  private int size;

  /** None yet, and at most {@code most} of them. */
  BestScores(int most) {
    tokens = new int[most];
    scores = new double[most];
  }

  /** Whether a score could be among them. */
  boolean mayTake(double score) {
    return size < scores.length || score >= scores[size - 1];
  }

  void add(int token, double score) {
    int at = size;
    while (at > 0 && isBehind(at - 1, token, score)) {
      at--;
    }
    if (at == scores.length) {
      return;
    }
    size = Math.min(size + 1, scores.length);
    System.arraycopy(tokens, at, tokens, at + 1, size - at - 1);
    System.arraycopy(scores, at, scores, at + 1, size - at - 1);
    tokens[at] = token;
    scores[at] = score;
  }

  private boolean isBehind(int place, int token, double score) {
    return scores[place] < score || (scores[place] == score && tokens[place] > token);
  }

  int size() {
    return size;
  }

  int token(int place) {
    return tokens[place];
  }

  /** The scores as shares of {@code e} to their power, relative to the highest. */
  double[] powers() {
    return Arrays.stream(scores, 0, size).map(score -> Exponential.of(score - scores[0])).toArray();
  }
}
