package io.dsd.message.round;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;

/**
 * What enters chosen layers of the target, for a draft that looks at it (EAGLE-3, arXiv
 * 2503.01840). A slice sends the rows of a block's nodes; the tail joins what the slices sent of a
 * block and keeps its committed nodes and the accepted path, whose rows follow each other.
 *
 * @param sequence the sequence
 * @param epoch the draft's incarnation
 * @param round the block's round
 * @param basePosition the position of the block's node 0
 * @param committed how many of the block's leading nodes are committed
 * @param nodes the nodes that the rows are of, rising, the committed ones first
 * @param tokens the token id of each of them
 * @param layers the layers whose inputs lie side by side in a row, rising
 * @param rows one row per node, in the type that the target computes in
 */
public record Taps(
    SequenceId sequence,
    long epoch,
    int round,
    int basePosition,
    int committed,
    Ints nodes,
    Ints tokens,
    Ints layers,
    HiddenStates rows)
    implements LoopMessage {

  /** Checks that nodes, tokens, layers and rows agree. */
  public Taps {
    requireNonNull(sequence, "sequence");
    if (nodes.size() != rows.rows() || nodes.size() != tokens.size()) {
      throw new IllegalArgumentException(
          "taps of %d nodes with %d tokens and %d rows"
              .formatted(nodes.size(), tokens.size(), rows.rows()));
    }
    if (committed < 0
        || committed > nodes.size()
        || nodes.commonPrefix(Ints.range(0, committed)) < committed) {
      throw new IllegalArgumentException(
          "the first of the nodes %s are not the %d committed ones".formatted(nodes, committed));
    }
    if (layers.isEmpty() || rows.width() % layers.size() != 0) {
      throw new IllegalArgumentException(
          "rows of %d numbers cannot be of %d layers".formatted(rows.width(), layers.size()));
    }
  }

  /** Whether all its nodes are committed: no verdict can take any back. */
  public boolean isCommitted() {
    return nodes.size() == committed;
  }
}
