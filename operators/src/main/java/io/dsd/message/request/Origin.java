package io.dsd.message.request;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Bytes;
import io.dsd.message.SequenceId;
import java.util.List;
import java.util.Optional;

/**
 * Where a request came from, and what of its record is copied to the answers.
 *
 * @param sequence the record's place, which names the sequence
 * @param timestamp the record's timestamp, milliseconds since the epoch
 * @param key the record's key
 * @param headers the record's headers, in order
 */
public record Origin(
    SequenceId sequence, long timestamp, Optional<Bytes> key, List<Header> headers) {

  /** Checks that nothing is null and keeps a copy of the headers. */
  public Origin {
    requireNonNull(sequence, "sequence");
    requireNonNull(key, "key");
    headers = List.copyOf(headers);
  }
}
