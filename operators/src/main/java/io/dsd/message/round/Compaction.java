package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;

/**
 * Tells a slice which rows of an earlier round to keep: those of the accepted path become committed
 * rows, in order; the round's other rows go.
 *
 * @param round the earlier round
 * @param path the accepted nodes beyond the block's committed ones, from the root down
 */
public record Compaction(int round, Ints path) {

  /** Checks that nothing is null. */
  public Compaction {
    requireNonNull(path, "path");
  }
}
