package io.dsd.speculate;

import io.dsd.message.SequenceId;
import java.util.List;

/** Proposes tokens for the target to verify. Called by one thread at a time. */
public interface Drafter extends AutoCloseable {

  /** Its name in completions: {@code none}, {@code ngram}, {@code model}. */
  String name();

  /** A proposal for each task, in order; empty where it has nothing to say. */
  List<Proposal> propose(List<DraftTask> tasks);

  /** Forgets what it keeps for a sequence; harmless if it keeps nothing. */
  void release(SequenceId sequence);

  @Override
  void close();
}
