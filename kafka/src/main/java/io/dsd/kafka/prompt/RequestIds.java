package io.dsd.kafka.prompt;

import io.dsd.message.Bytes;
import io.dsd.message.request.Origin;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The id of a request that names none itself: its record's key, else its sequence. */
final class RequestIds {

  /** The longest id that is read, in UTF-16 units, or in bytes of a key. */
  static final int LONGEST = 512;

  private RequestIds() {}

  static String fallback(Origin origin) {
    return origin
        .key()
        .filter(key -> key.size() > 0 && key.size() <= LONGEST)
        .flatMap(RequestIds::strictUtf8)
        .orElseGet(() -> origin.sequence().toString());
  }

  static Optional<String> strictUtf8(Bytes bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.view()).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }
}
