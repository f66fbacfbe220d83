package io.dsd.model.slice;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * KV rows with at most one sequence that writes them, its owner, and any number that read the first
 * ones. A row that is read by others is not written any more, and a segment without an owner holds
 * no more rows than are read.
 */
final class Segment {

  private final Set<CachedSequence> readers = Collections.newSetFromMap(new IdentityHashMap<>());
  private KvRows rows;
  private boolean owned = true;

  Segment(KvRows rows) {
    this.rows = rows;
  }

  KvRows rows() {
    return rows;
  }

  /** Takes rows of another capacity in place of those that were closed for them. */
  void rows(KvRows replacement) {
    rows = replacement;
  }

  boolean isOwned() {
    return owned;
  }

  void disown() {
    owned = false;
  }

  void addReader(CachedSequence reader) {
    readers.add(reader);
  }

  void removeReader(CachedSequence reader) {
    readers.remove(reader);
  }

  /** How many sequences read it, its owner not counted. */
  int readers() {
    return readers.size();
  }

  /** How many of its rows they read. */
  int lent() {
    return readers.stream().mapToInt(CachedSequence::sharedLength).max().orElse(0);
  }
}
