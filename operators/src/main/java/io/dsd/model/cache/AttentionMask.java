package io.dsd.model.cache;

import java.util.BitSet;
import java.util.List;

/** Which slots of a sequence's KV rows each node of a block attends to. */
public sealed interface AttentionMask {

  /** Node {@code i} sees every slot up to its own: a chain on contiguous rows. */
  record Causal() implements AttentionMask {}

  /**
   * Node {@code i} sees the slots whose bits are set in {@code rows.get(i)}.
   *
   * @param rows one set of slots per node
   */
  record Explicit(List<BitSet> rows) implements AttentionMask {

    /** Keeps a copy of the list; the sets are given away. */
    public Explicit {
      rows = List.copyOf(rows);
    }
  }
}
