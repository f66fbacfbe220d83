package io.dsd.speculate.policy;

/**
 * How likely drafted tokens are accepted. Depth counts from the last token whose verdict the
 * drafter knew when it drafted, from 1 on; rank counts what the drafter holds possible after the
 * same tokens, the likeliest first, from 1 on.
 */
public interface Acceptance {

  /** The chance that the first choice at a depth is accepted if all before it were. */
  double at(int depth);

  /**
   * Which share of the first choice's misses a further choice catches.
   *
   * @param rank 2 or more
   */
  double caught(int rank);

  /**
   * The chance that the choice of a rank is accepted if all before it were: never more than the
   * first choice's.
   */
  default double chance(int depth, int rank) {
    double first = at(depth);
    return rank == 1 ? first : Math.min(first, (1 - first) * caught(rank));
  }

  /** The chance that the first choices after depth {@code from} up to {@code to} are accepted. */
  default double survival(int from, int to) {
    double chance = 1;
    for (int depth = from + 1; depth <= to; depth++) {
      chance *= at(depth);
    }
    return chance;
  }
}
