package io.dsd.model.slice;

import io.dsd.model.cache.RowLedger;
import java.util.Optional;

/** What a slice keeps for one sequence in one epoch. */
public final class CachedSequence {

  private final long epoch;
  private final RowLedger ledger = new RowLedger();
  private Optional<KvRows> rows = Optional.empty();

  CachedSequence(long epoch) {
    this.epoch = epoch;
  }

  long epoch() {
    return epoch;
  }

  RowLedger ledger() {
    return ledger;
  }

  /** Its KV rows; empty before the first block and after an eviction. */
  public Optional<KvRows> rows() {
    return rows;
  }

  void rows(KvRows replacement) {
    rows = Optional.of(replacement);
  }
}
