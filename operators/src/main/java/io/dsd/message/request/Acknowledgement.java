package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.SequenceId;

/**
 * The answer to a cancellation.
 *
 * @param origin where the cancellation came from
 * @param id its id
 * @param target the sequence that it names
 * @param cancelled whether that sequence was ended by it; if not, it is not known, or has ended
 *     before
 */
public record Acknowledgement(Origin origin, String id, SequenceId target, boolean cancelled)
    implements Answer {

  /** Checks that nothing is null. */
  public Acknowledgement {
    requireNonNull(origin, "origin");
    requireNonNull(id, "id");
    requireNonNull(target, "target");
  }
}
