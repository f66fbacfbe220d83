package io.dsd.speculate;

import io.dsd.message.SequenceId;
import io.dsd.message.round.Taps;
import java.util.List;

/** Proposes tokens for the target to verify. Called by one thread at a time. */
public interface Drafter extends AutoCloseable {

  /** Its name in completions: {@code none}, {@code ngram}, {@code model}, {@code eagle3}. */
  String name();

  /**
   * Learns what entered the tapped layers of the target at known tokens; row {@code i} is of the
   * token at {@code taps.basePosition() + i}. Tokens come again after a replay, and other tokens
   * than before mean another text. Drafters that do not look at the target ignore it.
   */
  default void learn(Taps taps) {}

  /** A proposal for each task, in order; empty where it has nothing to say. */
  List<Proposal> propose(List<DraftTask> tasks);

  /** Forgets what it keeps for a sequence; harmless if it keeps nothing. */
  void release(SequenceId sequence);

  @Override
  void close();
}
