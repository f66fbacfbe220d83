package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Bytes;
import java.util.Optional;

/**
 * A record that was not served, as it came.
 *
 * @param origin where it came from, with key and headers
 * @param value its bytes, unchanged; empty if it had none
 * @param error why it was not served
 */
public record DeadLetter(Origin origin, Optional<Bytes> value, RequestError error) {

  /** Checks that nothing is null. */
  public DeadLetter {
    requireNonNull(origin, "origin");
    requireNonNull(value, "value");
    requireNonNull(error, "error");
  }
}
