package io.dsd.kafka.prompt;

import io.dsd.message.Bytes;
import io.dsd.message.request.Header;
import io.dsd.message.request.Origin;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * The header that says when an answer must end at the latest: a moment in ISO 8601 with an offset
 * ({@code 2026-01-01T12:00:00Z}), or in milliseconds since the epoch, as text. Of several the last
 * one counts, as with all headers in Kafka.
 */
public final class DeadlineHeader {

  /** The header's name. */
  public static final String NAME = "dsd-deadline";

  private static final String ALLOWED =
      "a moment such as 2026-01-01T12:00:00Z, or milliseconds since the epoch, as text";

  private DeadlineHeader() {}

  static Optional<Instant> read(Origin origin) {
    return origin.headers().stream()
        .filter(header -> header.name().equals(NAME))
        .reduce((first, second) -> second)
        .map(DeadlineHeader::moment);
  }

  private static Instant moment(Header header) {
    String text =
        header
            .value()
            .map(Bytes::asUtf8)
            .map(String::strip)
            .orElseThrow(() -> Refused.value(NAME, ALLOWED, "a header without a value"));
    try {
      return text.chars().skip(text.startsWith("-") ? 1 : 0).allMatch(Character::isDigit)
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : wholeMillis(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException | NumberFormatException | ArithmeticException malformed) {
      throw Refused.value(NAME, ALLOWED, text);
    }
  }

  /** The moment in milliseconds, which do not reach as far as years do. */
  private static Instant wholeMillis(Instant moment) {
    return Instant.ofEpochMilli(moment.toEpochMilli());
  }
}
