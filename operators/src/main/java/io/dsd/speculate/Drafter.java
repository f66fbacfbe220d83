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

  /**
   * Hears that the target has the rows of a sequence's beginning from another one: what was learnt
   * of the donor's first tokens, which are the same, will not come again for it.
   *
   * @param length how many tokens that are; the one after them is the same, too
   */
  default void share(SequenceId sequence, SequenceId donor, int length) {}

  /** A proposal for each task, in order; empty where it has nothing to say. */
  List<Proposal> propose(List<DraftTask> tasks);

  /**
   * Hears that a sequence has ended that others may yet have their beginning from: it forgets what
   * it does not need for that. {@link #release} follows sooner or later.
   */
  default void retain(SequenceId sequence) {
    release(sequence);
  }

  /** Forgets what it keeps for a sequence; harmless if it keeps nothing. */
  void release(SequenceId sequence);

  @Override
  void close();
}
