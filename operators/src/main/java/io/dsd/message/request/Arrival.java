package io.dsd.message.request;

import io.dsd.message.SequenceId;

/** What one prompt record turned out to be. */
public sealed interface Arrival permits Request, Refusal, Cancellation {

  /** Where the record came from. */
  Origin origin();

  /** The sequence that the record is about: the one it starts, or the one it cancels. */
  default SequenceId sequence() {
    return origin().sequence();
  }
}
