package io.dsd.model.slice;

import io.dsd.model.cache.RowLedger;
import java.util.Optional;

/**
 * What a slice keeps for one sequence in one epoch.
 *
 * <pre>
 *  slots  0 ............... sharedLength ............... used
 *         rows that it only reads       | rows of its own
 * </pre>
 */
public final class CachedSequence {

  private final long epoch;
  private final RowLedger ledger = new RowLedger();
  private Optional<Segment> own = Optional.empty();
  private Optional<Segment> shared = Optional.empty();
  private int sharedLength;
  private boolean retained;

  CachedSequence(long epoch) {
    this.epoch = epoch;
  }

  long epoch() {
    return epoch;
  }

  RowLedger ledger() {
    return ledger;
  }

  /** Its own KV rows; empty before the first block and after an eviction. */
  public Optional<KvRows> rows() {
    return own.map(Segment::rows);
  }

  Optional<Segment> own() {
    return own;
  }

  void own(Optional<Segment> segment) {
    own = segment;
  }

  Optional<Segment> shared() {
    return shared;
  }

  /** Reads the first {@code length} rows of a segment from now on. */
  void read(Segment segment, int length) {
    segment.addReader(this);
    shared = Optional.of(segment);
    sharedLength = length;
  }

  /** Reads only so many of the shared rows from now on. */
  void readOnly(int length) {
    sharedLength = length;
    if (length == 0) {
      shared.ifPresent(segment -> segment.removeReader(this));
      shared = Optional.empty();
    }
  }

  /** How many of its slots lie in rows that it only reads. */
  int sharedLength() {
    return sharedLength;
  }

  Optional<SharedRows> sharedRows() {
    return shared.map(segment -> new SharedRows(segment.rows(), sharedLength));
  }

  /** Whether it has ended, and its rows are here for others only. */
  boolean isRetained() {
    return retained;
  }

  void retain() {
    retained = true;
  }
}
