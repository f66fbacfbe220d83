package io.dsd.model.slice;

import java.util.concurrent.atomic.AtomicLong;

/** Allocates and frees segments, and counts their bytes. */
final class Segments {

  private final SliceKernel kernel;
  private final AtomicLong usedBytes = new AtomicLong();

  Segments(SliceKernel kernel) {
    this.kernel = kernel;
  }

  /** Bytes in use; may be asked for by any thread. */
  long usedBytes() {
    return usedBytes.get();
  }

  Segment allocate(int capacity) {
    KvRows rows = kernel.allocate(capacity);
    usedBytes.addAndGet(rows.bytes());
    return new Segment(rows);
  }

  /** Changes the capacity; the first {@code used} rows stay. */
  void resize(Segment segment, int used, int capacity) {
    long before = segment.rows().bytes();
    segment.rows(kernel.grow(segment.rows(), used, capacity));
    usedBytes.addAndGet(segment.rows().bytes() - before);
  }

  /** The owner goes. */
  void disown(Segment segment) {
    segment.disown();
    trim(segment);
  }

  /** Cuts a segment without an owner down to what is read of it; nothing at all frees it. */
  void trim(Segment segment) {
    int lent = segment.lent();
    if (segment.isOwned() || lent == segment.rows().capacity()) {
      return;
    }
    if (lent > 0) {
      resize(segment, lent, lent);
    } else {
      usedBytes.addAndGet(-segment.rows().bytes());
      segment.rows().close();
    }
  }

  /** How many bytes come free if a sequence goes. */
  long freedBy(CachedSequence sequence) {
    long own =
        sequence
            .own()
            .map(segment -> segment.rows().bytes() - segment.lent() * kernel.bytesPerRow())
            .orElse(0L);
    long shared =
        sequence
            .shared()
            .filter(segment -> !segment.isOwned() && segment.readers() == 1)
            .map(segment -> segment.rows().bytes())
            .orElse(0L);
    return own + shared;
  }
}
