package io.dsd.model.eagle;

import io.dsd.message.SequenceId;
import io.dsd.model.ModelException;
import io.dsd.model.slice.KvRows;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tracks of all sequences within a memory budget. When the budget is spent, the tracks used
 * longest ago go; such a sequence begins anew with the next features that come.
 */
final class Tracks implements AutoCloseable {

  private static final int SMALLEST_CAPACITY = 128;

  private final FeatureKernel kernel;
  private final long budgetBytes;
  // in order of last use, the longest ago first
  private final Map<SequenceId, Track> tracks = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * No tracks yet.
   *
   * @throws ModelException if the budget does not hold one of the full context
   */
  Tracks(FeatureKernel kernel, long budgetBytes) {
    int context = contextLength(kernel);
    long needed = kernel.bytesPerRow() * context;
    if (needed > budgetBytes) {
      throw new ModelException(
          ("kv.memory: %,d bytes cannot hold the draft's rows of one sequence of the full context:"
                  + " %,d tokens of %,d bytes need %,d. Raise kv.memory")
              .formatted(budgetBytes, context, kernel.bytesPerRow(), needed));
    }
    this.kernel = kernel;
    this.budgetBytes = budgetBytes;
  }

  private static int contextLength(FeatureKernel kernel) {
    return kernel.config().layer().contextLength();
  }

  /** A sequence's track, begun if there is none. */
  Track open(SequenceId sequence) {
    return tracks.computeIfAbsent(sequence, unknown -> new Track());
  }

  /** A sequence's track, if there is one. */
  Optional<Track> find(SequenceId sequence) {
    return Optional.ofNullable(tracks.get(sequence));
  }

  /**
   * Makes room for {@code slots} rows of a track.
   *
   * @param pinned tracks that must stay
   * @return false if there is no room while those stay
   */
  boolean reserve(Track track, int slots, Set<Track> pinned) {
    int capacity = track.rows().map(KvRows::capacity).orElse(0);
    if (slots <= capacity) {
      return true;
    }
    int wanted = SMALLEST_CAPACITY;
    while (wanted < slots) {
      wanted *= 2;
    }
    // guesses beyond the context take a few slots more
    wanted = Math.max(slots, Math.min(wanted, contextLength(kernel)));
    KvRows grown = kernel.allocate(wanted);
    long others = usedBytes() - track.rows().map(KvRows::bytes).orElse(0L);
    if (!evictUntil(budgetBytes - grown.bytes(), others, track, pinned)) {
      grown.close();
      return false;
    }
    track
        .rows()
        .ifPresent(
            old -> {
              grown.put(0, old, 0, capacity);
              old.close();
            });
    track.rows(grown);
    return true;
  }

  /**
   * Begins a track with rows of another one, as many as {@link Track#rowsFor} allows.
   *
   * @return false if there is no room
   */
  boolean begin(Track track, Track donor, int rows) {
    if (!reserve(track, rows, Set.of(track, donor))) {
      return false;
    }
    track.rows().orElseThrow().put(0, donor.rows().orElseThrow(), 0, rows);
    track.begin(donor, rows);
    return true;
  }

  private boolean evictUntil(long bytes, long used, Track needed, Set<Track> pinned) {
    long left = used;
    // a copy, because an eviction changes the map
    for (Map.Entry<SequenceId, Track> entry : List.copyOf(tracks.entrySet())) {
      Track track = entry.getValue();
      if (left > bytes && track != needed && !pinned.contains(track)) {
        left -= track.rows().map(KvRows::bytes).orElse(0L);
        release(entry.getKey());
      }
    }
    // a lone sequence may always grow: the budget holds one of the full context
    return left <= bytes || left == 0;
  }

  /** Forgets a sequence; harmless if nothing is known of it. */
  void release(SequenceId sequence) {
    Track gone = tracks.remove(sequence);
    if (gone != null) {
      gone.rows().ifPresent(KvRows::close);
    }
  }

  /** Bytes in use. */
  long usedBytes() {
    return tracks.values().stream()
        .mapToLong(track -> track.rows().map(KvRows::bytes).orElse(0L))
        .sum();
  }

  @Override
  public void close() {
    List.copyOf(tracks.keySet()).forEach(this::release);
  }
}
