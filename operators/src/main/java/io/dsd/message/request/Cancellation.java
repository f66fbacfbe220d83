package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.SequenceId;

/**
 * A record that ends another record's sequence early.
 *
 * @param origin where it came from
 * @param id the id of its answer
 * @param target the sequence to end
 */
public record Cancellation(Origin origin, String id, SequenceId target) implements Arrival {

  /** Checks that nothing is null. */
  public Cancellation {
    requireNonNull(origin, "origin");
    requireNonNull(id, "id");
    requireNonNull(target, "target");
  }

  @Override
  public SequenceId sequence() {
    return target;
  }
}
