package io.dsd.model.slice;

import io.dsd.message.SequenceId;
import io.dsd.model.ModelException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The KV rows of all sequences of a slice within a memory budget. When the budget is spent,
 * sequences are evicted whole, those that have ended first and then those used longest ago; the
 * next block of an evicted one finds its rows missing and the draft replays it.
 *
 * <p>A sequence that begins like another reads that one's first rows in place and has rows of its
 * own for what follows. It never reads through a third one: where the other reads shared rows
 * itself, both read the same ones and the rest is copied. So attention looks at two parts at most.
 */
public final class KvCache implements AutoCloseable {

  private static final int SMALLEST_CAPACITY = 128;

  private final SliceKernel kernel;
  private final long budgetBytes;
  private final int shareMinimum;
  private final Segments segments;
  // in order of last use, the longest ago first
  private final Map<SequenceId, CachedSequence> sequences = new LinkedHashMap<>(16, 0.75f, true);
  private final AtomicLong evictions = new AtomicLong();

  /**
   * An empty cache for sequences that share nothing.
   *
   * @throws ModelException if the budget does not hold one sequence of the full context
   */
  public KvCache(SliceKernel kernel, long budgetBytes) {
    this(kernel, budgetBytes, 1);
  }

  /**
   * An empty cache.
   *
   * @param shareMinimum how many rows are read in place at least; fewer are copied
   * @throws ModelException if the budget does not hold one sequence of the full context
   */
  public KvCache(SliceKernel kernel, long budgetBytes, int shareMinimum) {
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
    this.shareMinimum = kernel.readsInPlace() ? shareMinimum : Integer.MAX_VALUE;
    this.segments = new Segments(kernel);
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
   * Lets a sequence begin with the first committed rows of another, in place of fewer of its own.
   *
   * @param length how many
   * @param pinned sequences that must stay
   * @return whether it has them now
   */
  public boolean share(
      SequenceId sequence, long epoch, SequenceId donor, int length, Set<SequenceId> pinned) {
    CachedSequence from = sequences.get(donor);
    Optional<CachedSequence> open = open(sequence, epoch);
    if (open.isEmpty() || from == null || from.epoch() != epoch) {
      return false;
    }
    CachedSequence to = open.get();
    if (to.ledger().committed() >= length) {
      return true;
    }
    Set<SequenceId> staying = new HashSet<>(pinned);
    staying.add(donor);
    if (from.ledger().committed() < length || !begin(to, from, length, staying)) {
      return false;
    }
    to.ledger().begin(length);
    return true;
  }

  private boolean begin(
      CachedSequence to, CachedSequence from, int length, Set<SequenceId> pinned) {
    rewind(to, 0);
    int inPlace = from.shared().isPresent() ? Math.min(length, from.sharedLength()) : length;
    if (inPlace >= shareMinimum) {
      to.read(from.shared().or(from::own).orElseThrow(), inPlace);
    }
    if (to.sharedLength() < length) {
      if (!reserve(to, length, pinned)) {
        forgo(to, 0);
        to.ledger().begin(0);
        return false;
      }
      copy(from, to.sharedLength(), length, to.rows().orElseThrow());
    }
    return true;
  }

  private static void copy(CachedSequence from, int firstSlot, int endSlot, KvRows target) {
    int border = from.sharedLength();
    int split = Math.max(firstSlot, Math.min(endSlot, border));
    from.shared()
        .filter(shared -> firstSlot < split)
        .ifPresent(shared -> target.put(0, shared.rows(), firstSlot, split - firstSlot));
    from.rows()
        .filter(own -> split < endSlot)
        .ifPresent(own -> target.put(split - firstSlot, own, split - border, endSlot - split));
  }

  /**
   * Prepares a sequence to write its slots from {@code firstSlot} on: its rows there are dropped,
   * and if others read them they stay with those.
   */
  public void rewind(CachedSequence sequence, int firstSlot) {
    if (firstSlot < sequence.sharedLength()) {
      forgo(sequence, firstSlot);
    }
    Optional<Segment> lent = sequence.own().filter(own -> own.lent() > firstSlot);
    lent.ifPresent(
        segment -> {
          sequence.own(Optional.empty());
          if (firstSlot > 0) {
            sequence.read(segment, firstSlot);
          }
          segments.disown(segment);
        });
  }

  private void forgo(CachedSequence sequence, int length) {
    Optional<Segment> shared = sequence.shared();
    sequence.readOnly(length);
    shared.ifPresent(segments::trim);
  }

  /**
   * Makes room for {@code slots} rows of a sequence, evicting others if need be.
   *
   * @param pinned sequences that must stay
   * @return false if there is no room while those stay
   */
  public boolean reserve(CachedSequence sequence, int slots, Set<SequenceId> pinned) {
    int capacity = sequence.rows().map(KvRows::capacity).orElse(0);
    if (slots <= sequence.sharedLength() + capacity) {
      return true;
    }
    int needed = slots - sequence.sharedLength();
    int wanted = SMALLEST_CAPACITY;
    while (wanted < needed) {
      wanted *= 2;
    }
    // a tree may need a few slots beyond the context for branches that will not be kept
    wanted = Math.max(needed, Math.min(wanted, kernel.contextLength() - sequence.sharedLength()));
    if (!evictUntil(budgetBytes - (wanted - capacity) * kernel.bytesPerRow(), sequence, pinned)) {
      return false;
    }
    if (sequence.own().isPresent()) {
      // those who read it read it where it goes
      segments.resize(sequence.own().get(), capacity, wanted);
    } else {
      sequence.own(Optional.of(segments.allocate(wanted)));
    }
    return true;
  }

  private boolean evictUntil(long bytes, CachedSequence needed, Set<SequenceId> pinned) {
    if (usedBytes() > bytes) {
      evictUntil(bytes, needed, pinned, CachedSequence::isRetained);
      evictUntil(bytes, needed, pinned, sequence -> true);
    }
    // a lone sequence may always grow: the budget holds one of the full context
    return usedBytes() <= bytes || pinned.isEmpty();
  }

  private void evictUntil(
      long bytes,
      CachedSequence needed,
      Set<SequenceId> pinned,
      Predicate<CachedSequence> candidates) {
    // a copy, because an eviction changes the map
    for (Map.Entry<SequenceId, CachedSequence> entry : List.copyOf(sequences.entrySet())) {
      CachedSequence sequence = entry.getValue();
      if (usedBytes() > bytes
          && sequence != needed
          && candidates.test(sequence)
          && !pinned.contains(entry.getKey())
          && segments.freedBy(sequence) > 0) {
        release(entry.getKey());
        evictions.incrementAndGet();
      }
    }
  }

  /** Marks a sequence as ended: it is among the first to be evicted. */
  public void retain(SequenceId sequence, long epoch) {
    CachedSequence known = sequences.get(sequence);
    if (known != null && known.epoch() == epoch) {
      known.retain();
    }
  }

  /** Frees a sequence's rows that nobody else reads; harmless if there are none. */
  public void release(SequenceId sequence) {
    CachedSequence gone = sequences.remove(sequence);
    if (gone != null) {
      forgo(gone, 0);
      gone.own().ifPresent(segments::disown);
    }
  }

  /** Bytes that may be in use. */
  public long budgetBytes() {
    return budgetBytes;
  }

  /** Bytes in use. */
  public long usedBytes() {
    return segments.usedBytes();
  }

  /** How many sequences were evicted so far. */
  public long evictions() {
    return evictions.get();
  }

  @Override
  public void close() {
    List.copyOf(sequences.keySet()).forEach(this::release);
  }
}
