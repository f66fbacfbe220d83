package io.dsd.speculate.policy;

import io.dsd.message.Ints;
import io.dsd.message.round.Block;
import io.dsd.message.round.Verdict;

/**
 * How far the target's tokens led along drafted ones.
 *
 * @param before how many tokens lay between the last one that the drafter knew a verdict on and the
 *     first one that is counted here
 * @param tried for each step how many choices there were, at least 1
 * @param taken for each step the rank of the choice that was accepted, from 1 on; 0 for none, which
 *     only the last step can have
 */
public record Walk(int before, Ints tried, Ints taken) {

  /** Checks the numbers. */
  public Walk {
    if (before < 0 || tried.size() != taken.size()) {
      throw new IllegalArgumentException(
          "%d steps with %d ends after %d tokens".formatted(tried.size(), taken.size(), before));
    }
    for (int step = 0; step < tried.size(); step++) {
      boolean last = step == tried.size() - 1;
      if (taken.get(step) > tried.get(step) || taken.get(step) < (last ? 0 : 1)) {
        throw new IllegalArgumentException(
            "step %d of %s took choice %d".formatted(step, tried, taken.get(step)));
      }
    }
  }

  /**
   * What a verdict tells about its block's drafted tokens. Siblings are taken to be in the order of
   * their ranks.
   *
   * @param before for a block on the committed prefix 0; for one that went ahead how many tokens
   *     were guessed up to its first one, that included, when it was drafted
   */
  public static Walk of(Block block, Verdict verdict, int before) {
    int start = block.committed() == 0 ? 1 : 0;
    Ints accepted = verdict.accepted().slice(start, verdict.accepted().size());
    int[] tried = new int[accepted.size() + 1];
    int[] taken = new int[accepted.size() + 1];
    int node = block.firstVerified();
    int steps = 0;
    for (int step = 0; step < tried.length; step++) {
      int next = step < accepted.size() ? accepted.get(step) : -1;
      for (int child = node + 1; child < block.size(); child++) {
        if (block.tree().parent(child) == node) {
          tried[step]++;
          taken[step] = child == next ? tried[step] : taken[step];
        }
      }
      steps += tried[step] > 0 ? 1 : 0;
      node = next;
    }
    return new Walk(before, Ints.of(tried).slice(0, steps), Ints.of(taken).slice(0, steps));
  }

  /**
   * What a verdict tells about the guess of its bonus token that a block went ahead on. Only tells
   * anything if the verdict ended at the node that the block hangs on.
   *
   * @param before how many tokens were guessed before that guess when it was drafted
   */
  public static Walk guess(int before, boolean right) {
    return new Walk(before, Ints.of(1), Ints.of(right ? 1 : 0));
  }
}
