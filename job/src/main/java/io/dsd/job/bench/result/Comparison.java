package io.dsd.job.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers beside those of plain decoding.
 *
 * @param compared how many were compared
 * @param divergences for each one that differs, the place of the first token that does
 */
public record Comparison(int compared, List<Integer> divergences) {

  /** Keeps a copy. */
  public Comparison {
    divergences = List.copyOf(divergences);
  }

  /** Compares each answer with the one of its problem and repeat, if there is one. */
  static Comparison of(List<Answer> answers, List<Answer> plain) {
    int compared = 0;
    List<Integer> divergences = new ArrayList<>();
    for (Answer answer : answers) {
      Optional<Answer> pair = plain.stream().filter(answer::isPairOf).findFirst();
      if (pair.isPresent()) {
        compared++;
        int place = divergence(answer.tokens(), pair.get().tokens());
        if (place >= 0) {
          divergences.add(place);
        }
      }
    }
    return new Comparison(compared, divergences);
  }

  /** How many are the same. */
  public int equal() {
    return compared - divergences.size();
  }

  /** The first place where they differ, or -1. */
  private static int divergence(List<Integer> one, List<Integer> other) {
    int common = Math.min(one.size(), other.size());
    for (int place = 0; place < common; place++) {
      if (!one.get(place).equals(other.get(place))) {
        return place;
      }
    }
    return one.size() == other.size() ? -1 : common;
  }
}
