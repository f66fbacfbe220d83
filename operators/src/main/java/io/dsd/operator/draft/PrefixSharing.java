package io.dsd.operator.draft;

import io.dsd.message.SequenceId;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Release;
import io.dsd.message.round.Retain;
import io.dsd.message.round.Share;
import io.dsd.metrics.DraftMetrics;
import io.dsd.operator.draft.PrefixIndex.Donor;
import io.dsd.speculate.round.SequenceRounds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the draft tells the slices about rows that sequences have in common. Nothing rests on it: if
 * a slice does not have the rows, it says so at the next block, and the draft replays.
 */
final class PrefixSharing {

  /** Fewer rows are computed sooner than a share that fails costs. */
  static final int FEWEST_ROWS = 16;

  private final long epoch;
  private final DraftMetrics metrics;
  private final PrefixIndex index;
  // shares of which no slice has complained, and no verdict has come
  private final Map<SequenceId, Donor> open = new HashMap<>();

  /**
   * For sequences that are all new.
   *
   * @param keepEnded how many sequences that have ended are kept for later ones
   */
  PrefixSharing(long epoch, int keepEnded, DraftMetrics metrics) {
    this.epoch = epoch;
    this.metrics = metrics;
    this.index = new PrefixIndex(keepEnded);
  }

  /** Has a sequence's next block build on another's rows, if one begins alike. */
  Optional<Share> begin(SequenceId sequence, SequenceRounds rounds) {
    Optional<Donor> donor =
        index.find(rounds.committed()).filter(found -> found.length() >= FEWEST_ROWS);
    return donor.flatMap(found -> ask(sequence, rounds, found));
  }

  private Optional<Share> ask(SequenceId sequence, SequenceRounds rounds, Donor donor) {
    // the target goes over the last token again: a draft that looks at what enters its layers there
    // can go on from the donor's rows, each of which has taken the token after its own
    int length = rounds.reuse(donor.length() - 1);
    if (length == 0) {
      return Optional.empty();
    }
    open.put(sequence, new Donor(donor.sequence(), length));
    return Optional.of(new Share(sequence, epoch, donor.sequence(), length));
  }

  /** Takes note of the rows that are on their way. */
  void issued(SequenceId sequence, SequenceRounds rounds) {
    if (rounds.settledRows() >= FEWEST_ROWS) {
      index.put(sequence, rounds.committed().slice(0, rounds.settledRows()));
    } else {
      index.remove(sequence);
    }
  }

  /** A verdict came: the rows were there. */
  void confirmed(SequenceId sequence) {
    Donor donor = open.remove(sequence);
    if (donor != null) {
      metrics.shared(donor.length());
    }
  }

  /**
   * A slice lacks rows. If these are the shared ones, the donor's are not what they were said to
   * be, and nobody is sent to it any more.
   *
   * @return what the slices are told
   */
  List<LoopMessage> missing(SequenceId sequence, int haveLength) {
    index.remove(sequence);
    Donor donor = open.remove(sequence);
    if (donor == null || haveLength >= donor.length()) {
      return List.of();
    }
    boolean kept = index.remove(donor.sequence());
    return kept ? List.of(new Release(donor.sequence(), epoch)) : List.of();
  }

  /**
   * A sequence has ended.
   *
   * @return what the slices are told: to keep its rows for others or to free them, and to free
   *     those of one that has ended before
   */
  List<LoopMessage> ended(SequenceId sequence, SequenceRounds rounds) {
    open.remove(sequence);
    issued(sequence, rounds);
    List<SequenceId> gone = index.end(sequence);
    List<LoopMessage> words = new ArrayList<>();
    if (!gone.contains(sequence)) {
      words.add(new Retain(sequence, epoch));
    }
    gone.forEach(one -> words.add(new Release(one, epoch)));
    return words;
  }
}
