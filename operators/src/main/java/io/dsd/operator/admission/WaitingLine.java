package io.dsd.operator.admission;

import io.dsd.message.SequenceId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Sequences that wait, by rank; those of one rank by their records' places. */
public final class WaitingLine {

  private record Place(long rank, SequenceId sequence) {}

  private final NavigableSet<Place> places =
      new TreeSet<>(Comparator.comparingLong(Place::rank).thenComparing(Place::sequence));
  private final Map<SequenceId, Place> bySequence = new HashMap<>();

  /** Adds a sequence; the lowest rank is next. */
  public void add(SequenceId sequence, long rank) {
    remove(sequence);
    Place place = new Place(rank, sequence);
    bySequence.put(sequence, place);
    places.add(place);
  }

  /** Takes the next one out. */
  public Optional<SequenceId> next() {
    Optional<SequenceId> next = Optional.ofNullable(places.pollFirst()).map(Place::sequence);
    next.ifPresent(bySequence::remove);
    return next;
  }

  /** Takes one out; false if it does not wait. */
  public boolean remove(SequenceId sequence) {
    Place place = bySequence.remove(sequence);
    return place != null && places.remove(place);
  }

  /** How many wait. */
  public int size() {
    return places.size();
  }
}
