package io.dsd.model.slice;

import io.dsd.message.Ints;
import java.util.List;

/** The arithmetic of one slice. Used by one thread at a time. */
public interface SliceKernel extends AutoCloseable {

  /** The layers it computes. */
  LayerRange layers();

  /** The longest sequence it can hold, in tokens. */
  int contextLength();

  /** How many tokens the vocabulary has. */
  int vocabularySize();

  /** Bytes per KV row, over all layers of the slice. */
  long bytesPerRow();

  /** Whether it can read the first rows of another sequence in place; else they are copied. */
  default boolean readsInPlace() {
    return true;
  }

  /** Rows, all free. */
  KvRows allocate(int capacity);

  /** Rows of another capacity with the first {@code used} ones copied; the old ones are closed. */
  KvRows grow(KvRows rows, int used, int capacity);

  /**
   * Moves rows to other slots.
   *
   * @param from the slots they come from, ascending
   * @param to the first of the consecutive slots they go to; not above {@code from.get(0)}
   */
  void move(KvRows rows, Ints from, int to);

  /** One forward pass over a ragged batch of different sequences; one result per lane, in order. */
  List<LaneResult> forward(List<Lane> lanes);

  @Override
  void close();
}
