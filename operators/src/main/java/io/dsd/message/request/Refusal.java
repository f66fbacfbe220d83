package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Bytes;
import java.util.Optional;

/**
 * A prompt record that cannot be served.
 *
 * @param origin where it came from
 * @param id the request id as far as it could be read, else as for a request without one
 * @param value the record's bytes, unchanged, for the dead-letter topic; empty if it had none
 * @param error why
 */
public record Refusal(Origin origin, String id, Optional<Bytes> value, RequestError error)
    implements Arrival {

  /** Checks that nothing is null. */
  public Refusal {
    requireNonNull(origin, "origin");
    requireNonNull(id, "id");
    requireNonNull(value, "value");
    requireNonNull(error, "error");
  }
}
