package io.dsd.operator.draft;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the sequence that a new one has the longest beginning in common with, among those that are
 * decoded and those that have ended last.
 *
 * <p>Token lists are kept in lexicographic order. Of all lists in an order, one of the two
 * neighbours of a new list has the longest beginning in common with it, so a search is a walk down
 * a tree.
 */
final class PrefixIndex {

  private record Entry(Ints tokens, SequenceId sequence) {}

  /**
   * Another sequence that begins alike.
   *
   * @param sequence the sequence
   * @param length how many tokens are the same
   */
  record Donor(SequenceId sequence, int length) {}

  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::tokens).thenComparing(Entry::sequence);

  private final int keepEnded;
  private final TreeSet<Entry> ordered = new TreeSet<>(ORDER);
  private final Map<SequenceId, Entry> entries = new HashMap<>();
  // in order of last use, the longest ago first
  private final Set<SequenceId> ended = new LinkedHashSet<>();

  /**
   * An empty index.
   *
   * @param keepEnded how many sequences that have ended are kept
   */
  PrefixIndex(int keepEnded) {
    this.keepEnded = keepEnded;
  }

  /** Adds a sequence, or replaces its tokens. */
  void put(SequenceId sequence, Ints tokens) {
    remove(sequence);
    Entry entry = new Entry(tokens, sequence);
    entries.put(sequence, entry);
    ordered.add(entry);
  }

  /**
   * Notes that a sequence has ended.
   *
   * @return those that are not kept any longer; it may be among them
   */
  List<SequenceId> end(SequenceId sequence) {
    List<SequenceId> gone = new ArrayList<>();
    if (entries.containsKey(sequence)) {
      ended.add(sequence);
    } else {
      gone.add(sequence);
    }
    while (ended.size() > keepEnded) {
      SequenceId oldest = ended.iterator().next();
      remove(oldest);
      gone.add(oldest);
    }
    return gone;
  }

  /**
   * Takes a sequence out.
   *
   * @return whether it had ended and was kept
   */
  boolean remove(SequenceId sequence) {
    Entry entry = entries.remove(sequence);
    if (entry != null) {
      ordered.remove(entry);
    }
    return ended.remove(sequence);
  }

  /** The sequence with the longest beginning in common, unless it has nothing in common at all. */
  Optional<Donor> find(Ints tokens) {
    // comes before all sequences of the same tokens
    Entry wanted = new Entry(tokens, new SequenceId("", Integer.MIN_VALUE, Long.MIN_VALUE));
    Optional<Donor> found =
        Stream.of(
                Optional.ofNullable(ordered.floor(wanted)),
                Optional.ofNullable(ordered.ceiling(wanted)))
            .flatMap(Optional::stream)
            .map(near -> new Donor(near.sequence(), near.tokens().commonPrefix(tokens)))
            .filter(donor -> donor.length() > 0)
            .max(Comparator.comparingInt(Donor::length));
    found.map(Donor::sequence).filter(ended::remove).ifPresent(ended::add);
    return found;
  }
}
