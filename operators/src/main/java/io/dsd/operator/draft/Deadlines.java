package io.dsd.operator.draft;

import io.dsd.message.SequenceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** When sequences must end, for those with a deadline. */
final class Deadlines {

  private record Deadline(Instant at, SequenceId sequence) {}

  private final NavigableSet<Deadline> deadlines =
      new TreeSet<>(Comparator.comparing(Deadline::at).thenComparing(Deadline::sequence));
  private final Map<SequenceId, Deadline> bySequence = new HashMap<>();

  void add(SequenceId sequence, Instant at) {
    Deadline deadline = new Deadline(at, sequence);
    bySequence.put(sequence, deadline);
    deadlines.add(deadline);
  }

  void remove(SequenceId sequence) {
    Deadline deadline = bySequence.remove(sequence);
    if (deadline != null) {
      deadlines.remove(deadline);
    }
  }

  Optional<Instant> next() {
    return deadlines.isEmpty() ? Optional.empty() : Optional.of(deadlines.first().at());
  }

  /** Takes out the sequences whose deadline is not after {@code now}. */
  List<SequenceId> expired(Instant now) {
    List<SequenceId> expired = new ArrayList<>();
    while (!deadlines.isEmpty() && !deadlines.first().at().isAfter(now)) {
      Deadline first = deadlines.pollFirst();
      bySequence.remove(first.sequence());
      expired.add(first.sequence());
    }
    return expired;
  }
}
