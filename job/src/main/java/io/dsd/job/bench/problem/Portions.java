package io.dsd.job.bench.problem;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Problems of several sets in portions, each of which has as many of every set. */
public final class Portions {

  private Portions() {}

  /**
   * The portions, in order; problems of the sets take turns in each.
   *
   * @param problems how many of each set at most
   * @param size how many of each set a portion has at most
   */
  public static List<List<Problem>> of(List<ProblemSet> sets, Path data, int problems, int size) {
    List<List<Problem>> read = sets.stream().map(set -> set.read(data, problems)).toList();
    List<List<Problem>> portions = new ArrayList<>();
    for (int first = 0; first < problems; first += size) {
      List<Problem> portion = new ArrayList<>();
      for (int number = first; number < Math.min(problems, first + size); number++) {
        for (List<Problem> set : read) {
          if (number < set.size()) {
            portion.add(set.get(number));
          }
        }
      }
      if (!portion.isEmpty()) {
        portions.add(List.copyOf(portion));
      }
    }
    return List.copyOf(portions);
  }
}
