package io.dsd.kafka.prompt;

import io.dsd.kafka.option.RecordLimit;
import io.dsd.message.Bytes;
import io.dsd.message.request.Header;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.RequestError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Refuses records beyond the record size limit. What of such a record would not fit on the other
 * topics is left out of its answer and its dead letter, for the broker would refuse those.
 */
final class RecordSize {

  /** What Kafka's own framing takes of a header at most: two lengths of up to 5 bytes. */
  private static final int HEADER_FRAMING = 10;

  private final RecordLimit limit;

  RecordSize(RecordLimit limit) {
    this.limit = limit;
  }

  Optional<Refusal> refuse(Origin origin, Optional<Bytes> value) {
    long envelope = origin.key().map(Bytes::size).orElse(0);
    for (Header header : origin.headers()) {
      envelope += HEADER_FRAMING;
      envelope += header.name().getBytes(StandardCharsets.UTF_8).length;
      envelope += header.value().map(Bytes::size).orElse(0);
    }
    long content = value.map(Bytes::size).orElse(0);
    if (envelope + content <= limit.bytes()) {
      return Optional.empty();
    }
    boolean keepsEnvelope = envelope <= limit.bytes();
    boolean keepsContent = content <= limit.bytes();
    Origin kept =
        keepsEnvelope
            ? origin
            : new Origin(origin.sequence(), origin.timestamp(), Optional.empty(), List.of());
    String message =
        "the record has %d bytes (key and headers %d, value %d), the limit is %d%s%s"
            .formatted(
                envelope + content,
                envelope,
                content,
                limit.bytes(),
                keepsEnvelope ? "" : "; key and headers are left out of this answer",
                keepsContent ? "" : "; the value is left out of the dead letter");
    return Optional.of(
        new Refusal(
            kept,
            RequestIds.fallback(kept),
            value.filter(bytes -> keepsContent),
            new RequestError("record_too_large", "", message)));
  }
}
