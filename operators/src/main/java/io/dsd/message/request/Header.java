package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Bytes;
import java.util.Optional;

/**
 * One header of a Kafka record, copied to every answer.
 *
 * @param name the header's key
 * @param value its bytes; Kafka allows a header without any
 */
public record Header(String name, Optional<Bytes> value) {

  /** Checks that nothing is null. */
  public Header {
    requireNonNull(name, "name");
    requireNonNull(value, "value");
  }
}
