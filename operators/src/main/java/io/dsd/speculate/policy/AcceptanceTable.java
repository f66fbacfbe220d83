package io.dsd.speculate.policy;

import java.util.List;

/**
 * Acceptance as numbers.
 *
 * @param byDepth the first choice's chance at depth 1, 2 and so on; the last one holds for all
 *     greater depths
 * @param byRank which share of the first choice's misses the second choice catches, the third and
 *     so on; those beyond catch nothing
 */
public record AcceptanceTable(List<Double> byDepth, List<Double> byRank) implements Acceptance {

  /** What further choices catch if nothing else is known: half of what the one before does. */
  public static final List<Double> USUAL_RANKS = List.of(0.4, 0.2, 0.1, 0.05, 0.025);

  /** Checks that all are chances. */
  public AcceptanceTable {
    byDepth = List.copyOf(byDepth);
    byRank = List.copyOf(byRank);
    if (byDepth.isEmpty()) {
      throw new IllegalArgumentException("acceptance needs a number for depth 1 at least");
    }
    double caught = byRank.stream().mapToDouble(Double::doubleValue).sum();
    if (byDepth.stream().anyMatch(chance -> !(chance >= 0 && chance <= 1))
        || byRank.stream().anyMatch(share -> !(share >= 0))
        || caught > 1 + 1e-9) {
      throw new IllegalArgumentException(
          "acceptance by depth %s and by rank %s: need chances from 0 to 1"
              .formatted(byDepth, byRank));
    }
  }

  /** The same at every depth. */
  public static AcceptanceTable constant(double chance) {
    return new AcceptanceTable(List.of(chance), USUAL_RANKS);
  }

  @Override
  public double at(int depth) {
    return byDepth.get(Math.min(depth, byDepth.size()) - 1);
  }

  @Override
  public double caught(int rank) {
    return rank - 2 < byRank.size() ? byRank.get(rank - 2) : 0;
  }
}
