package io.dsd.loop;

import io.dsd.message.Ints;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The blocks of one sequence in one epoch whose taps are not complete. */
final class SequenceTaps {

  private final Ints layers;
  private final long epoch;
  private final NavigableMap<Integer, TappedBlock> blocks = new TreeMap<>();
  private int newestDone = -1;
  private int ends;

  SequenceTaps(Ints layers, long epoch) {
    this.layers = layers;
    this.epoch = epoch;
  }

  long epoch() {
    return epoch;
  }

  int size() {
    return blocks.size();
  }

  /** One more slice says that the sequence has ended; how many have, so far. */
  int end() {
    blocks.clear();
    ends++;
    return ends;
  }

  Optional<Taps> take(Taps taps) {
    if (isOver(taps.round())) {
      return Optional.empty();
    }
    TappedBlock block = block(taps.round());
    block.add(taps);
    // what a slice has not sent before a later round it will not send
    blocks.headMap(taps.round()).values().removeIf(earlier -> earlier.waitsForOneOf(taps.layers()));
    return yieldIfDone(taps.round(), block);
  }

  Optional<Taps> take(Verdict verdict) {
    if (isOver(verdict.round())) {
      return Optional.empty();
    }
    TappedBlock block = block(verdict.round());
    block.accept(verdict.accepted());
    // verdicts come in order: an earlier block without one was cancelled
    blocks.headMap(verdict.round()).values().removeIf(TappedBlock::waitsForVerdict);
    return yieldIfDone(verdict.round(), block);
  }

  /** Whether a block's taps are not complete yet. */
  boolean expects(int round) {
    return blocks.containsKey(round);
  }

  private boolean isOver(int round) {
    return ends > 0 || round <= newestDone;
  }

  private TappedBlock block(int round) {
    return blocks.computeIfAbsent(round, unknown -> new TappedBlock(layers));
  }

  private Optional<Taps> yieldIfDone(int round, TappedBlock block) {
    Optional<Taps> joined = block.joined();
    if (joined.isPresent()) {
      newestDone = round;
      blocks.headMap(round, true).clear();
    }
    return joined;
  }
}
