package io.dsd.operator.draft;

import io.dsd.message.SequenceId;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Request;
import java.util.Optional;

/** What survives a restart: each sequence's request and, once it is admitted, its progress. */
interface SequenceStore {

  /** The request of a stored sequence. */
  Request request(SequenceId sequence);

  /** How far an admitted sequence has come. */
  Optional<Progress> progress(SequenceId sequence);

  /** Stores a sequence that has arrived. */
  void save(Request request);

  /** Stores how far a sequence has come. */
  void save(SequenceId sequence, Progress progress);

  /** Forgets a sequence that has ended. */
  void remove(SequenceId sequence);
}
