package io.dsd.loop;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Release;
import io.dsd.message.round.Retain;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts together what the slices tapped of a block, and leaves only the rows of committed nodes and
 * of the accepted path.
 *
 * <p>Each slice is heard in order, one slice and another in any order. So a part that is missing
 * when its slice already speaks of a later round never comes, and once every slice has said that a
 * sequence has ended nothing of it is kept. What is kept at any time is what one slice is ahead of
 * another.
 */
final class TapJoin {

  private final Ints layers;
  private final int speakers;
  private final Map<SequenceId, SequenceTaps> sequences = new HashMap<>();

  /**
   * Nothing yet.
   *
   * @param layers the tapped layers, in the order of their rows
   * @param speakers how many slices say that a sequence has ended
   */
  TapJoin(Ints layers, int speakers) {
    this.layers = layers;
    this.speakers = speakers;
  }

  /** Takes taps of some layers, and yields what is complete by them. */
  Optional<Taps> take(Taps taps) {
    return of(taps).flatMap(sequence -> sequence.take(taps));
  }

  /** Takes a verdict, and yields what is complete by it. */
  Optional<Taps> take(Verdict verdict) {
    return of(verdict).flatMap(sequence -> sequence.take(verdict));
  }

  /** Whether a verdict that has been taken has its block's taps still to come. */
  boolean expects(Verdict verdict) {
    SequenceTaps sequence = sequences.get(verdict.sequence());
    return sequence != null
        && sequence.epoch() == verdict.epoch()
        && sequence.expects(verdict.round());
  }

  /** Whether a message is one slice's word that a sequence has ended. */
  static boolean isEnd(LoopMessage message) {
    return message instanceof Release || message instanceof Retain;
  }

  /** Takes one slice's word that a sequence has ended. */
  void end(LoopMessage word) {
    if (of(word).filter(sequence -> sequence.end() == speakers).isPresent()) {
      sequences.remove(word.sequence());
    }
  }

  private Optional<SequenceTaps> of(LoopMessage message) {
    SequenceTaps known = sequences.get(message.sequence());
    if (known != null && known.epoch() > message.epoch()) {
      return Optional.empty();
    }
    if (known == null || known.epoch() < message.epoch()) {
      known = new SequenceTaps(layers, message.epoch());
      sequences.put(message.sequence(), known);
    }
    return Optional.of(known);
  }

  /** How many sequences something is kept for. */
  int size() {
    return sequences.size();
  }

  /** How many blocks something is kept for. */
  int blocks() {
    return sequences.values().stream().mapToInt(SequenceTaps::size).sum();
  }
}
