package io.dsd.job.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word that was probably meant: few letters away (Levenshtein), or the same last part. */
final class Nearest {

  private Nearest() {}

  /** The nearest of {@code words} to {@code given}, if one is near. */
  static Optional<String> to(String given, Collection<String> words) {
    return words.stream()
        .min(Comparator.comparingInt(word -> score(given, word)))
        .filter(word -> score(given, word) <= Math.max(2, given.length() / 3));
  }

  private static int score(String given, String word) {
    return Math.min(distance(given, word), 1 + distance(last(given), last(word)));
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static int distance(String left, String right) {
    int[] above = new int[right.length() + 1];
    for (int column = 0; column <= right.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= left.length(); row++) {
      int[] here = new int[right.length() + 1];
      here[0] = row;
      for (int column = 1; column <= right.length(); column++) {
        int replace =
            above[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
        here[column] = Math.min(replace, 1 + Math.min(above[column], here[column - 1]));
      }
      above = here;
    }
    return above[right.length()];
  }
}
