package io.dsd.model.slice;

import io.dsd.message.SequenceId;
import io.dsd.model.ModelException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The KV rows of all sequences of a slice within a memory budget. When the budget is spent, the
 * sequence used longest ago is evicted whole; its next block finds its rows missing and the draft
 * replays it.
 */
public final class KvCache implements AutoCloseable {

  private static final int SMALLEST_CAPACITY = 128;

  private final SliceKernel kernel;
  private final long budgetBytes;
  // in order of last use, the longest ago first
  private final Map<SequenceId, CachedSequence> sequences = new LinkedHashMap<>(16, 0.75f, true);
  private final AtomicLong usedBytes = new AtomicLong();
  private final AtomicLong evictions = new AtomicLong();

  /**
   * An empty cache.
   *
   * @throws ModelException if the budget does not hold one sequence of the full context
   */
  public KvCache(SliceKernel kernel, long budgetBytes) {
    long needed = kernel.bytesPerRow() * kernel.contextLength();
    if (needed > budgetBytes) {
      throw new ModelException(
          ("kv.memory: %,d bytes per slice cannot hold one sequence of the full context: %,d tokens"
                  + " of %,d bytes need %,d. Raise kv.memory, or cut the model into more"
                  + " slices")
              .formatted(budgetBytes, kernel.contextLength(), kernel.bytesPerRow(), needed));
    }
    this.kernel = kernel;
    this.budgetBytes = budgetBytes;
  }

  /**
   * What is kept for a sequence; begun anew if the epoch is new.
   *
   * @return empty if the epoch is over
   */
  public Optional<CachedSequence> open(SequenceId sequence, long epoch) {
    CachedSequence known = sequences.get(sequence);
    if (known != null && known.epoch() > epoch) {
      return Optional.empty();
    }
    if (known == null || known.epoch() < epoch) {
      release(sequence);
      known = new CachedSequence(epoch);
      sequences.put(sequence, known);
    }
    return Optional.of(known);
  }

  /**
   * Makes room for {@code slots} rows of a sequence, evicting others if need be.
   *
   * @param pinned sequences that must stay
   * @return false if there is no room while those stay
   */
  public boolean reserve(CachedSequence sequence, int slots, Set<SequenceId> pinned) {
    int capacity = sequence.rows().map(KvRows::capacity).orElse(0);
    if (slots <= capacity) {
      return true;
    }
    int wanted = SMALLEST_CAPACITY;
    while (wanted < slots) {
      wanted *= 2;
    }
    // a tree may need a few slots beyond the context for branches that will not be kept
    wanted = Math.max(slots, Math.min(wanted, kernel.contextLength()));
    long more = (wanted - capacity) * kernel.bytesPerRow();
    if (!evictUntil(budgetBytes - more, sequence, pinned)) {
      return false;
    }
    usedBytes.addAndGet(more);
    int kept = capacity;
    int target = wanted;
    sequence.rows(
        sequence
            .rows()
            .map(rows -> kernel.grow(rows, kept, target))
            .orElseGet(() -> kernel.allocate(target)));
    return true;
  }

  private boolean evictUntil(long bytes, CachedSequence needed, Set<SequenceId> pinned) {
    Iterator<Map.Entry<SequenceId, CachedSequence>> oldest = sequences.entrySet().iterator();
    while (usedBytes.get() > bytes && oldest.hasNext()) {
      Map.Entry<SequenceId, CachedSequence> entry = oldest.next();
      if (entry.getValue() != needed
          && entry.getValue().rows().isPresent()
          && !pinned.contains(entry.getKey())) {
        free(entry.getValue());
        oldest.remove();
        evictions.incrementAndGet();
      }
    }
    // a lone sequence may always grow: the budget holds one of the full context
    return usedBytes.get() <= bytes || pinned.isEmpty();
  }

  /** Frees a sequence's rows; harmless if there are none. */
  public void release(SequenceId sequence) {
    CachedSequence gone = sequences.remove(sequence);
    if (gone != null) {
      free(gone);
    }
  }

  private void free(CachedSequence sequence) {
    sequence
        .rows()
        .ifPresent(
            rows -> {
              usedBytes.addAndGet(-rows.bytes());
              rows.close();
            });
  }

  /** Bytes in use. */
  public long usedBytes() {
    return usedBytes.get();
  }

  /** How many sequences were evicted so far. */
  public long evictions() {
    return evictions.get();
  }

  @Override
  public void close() {
    sequences.values().forEach(this::free);
    sequences.clear();
  }
}
