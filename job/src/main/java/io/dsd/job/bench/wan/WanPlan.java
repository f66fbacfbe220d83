package io.dsd.job.bench.wan;

import io.dsd.job.bench.problem.Problem;
import io.dsd.job.bench.testbed.Mode;
import io.dsd.job.bench.testbed.Prompts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What is measured.
 *
 * @param portions problems that a mode decodes before it is the next one's turn
 * @param modes each decodes every portion
 * @param repeats how often all of it is done
 * @param concurrency how many problems are decoded at the same time
 * @param prompts makes records of them
 * @param warmUpTokens tokens of the answers that come first in each mode and do not count
 */
public record WanPlan(
    List<List<Problem>> portions,
    List<Mode> modes,
    int repeats,
    int concurrency,
    Prompts prompts,
    int warmUpTokens) {

  /** Keeps copies. */
  public WanPlan {
    portions = portions.stream().map(List::copyOf).toList();
    modes = List.copyOf(modes);
  }

  /** How many answers there will be. */
  public int answers() {
    return repeats * modes.size() * portions.stream().mapToInt(List::size).sum();
  }

  /** The order of the modes at a turn: each is first as often as the others. */
  List<Mode> order(int turn) {
    List<Mode> order = new ArrayList<>(modes);
    Collections.rotate(order, -turn);
    return List.copyOf(order);
  }
}
