package io.dsd.message.request;

import io.dsd.message.SequenceId;

/** What one prompt record turned out to be: a request that can be served, or a refusal. */
public sealed interface Arrival permits Request, Refusal {

  /** Where the record came from. */
  Origin origin();

  /** The sequence the record starts. */
  default SequenceId sequence() {
    return origin().sequence();
  }
}
