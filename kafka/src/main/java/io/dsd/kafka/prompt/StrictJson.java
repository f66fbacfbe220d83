package io.dsd.kafka.prompt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.message.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * JSON as RFC 8259 has it, and no more: one object in UTF-8, no field twice, nothing behind it, no
 * half of a surrogate pair.
 */
final class StrictJson {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // the record size limit bounds strings already
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // so that errors show the number that was given, not what a double makes of it
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StrictJson() {}

  static ObjectNode object(Bytes value) {
    String text =
        RequestIds.strictUtf8(value)
            .orElseThrow(
                () ->
                    new Refused(
                        "invalid_utf8",
                        "",
                        "the record's value is not UTF-8 text; a JSON object in UTF-8 is allowed"));
    JsonNode root = parse(text);
    requireWholeCharacters(root);
    if (root instanceof ObjectNode object) {
      return object;
    }
    throw new Refused(
        "not_an_object",
        "",
        "the record's value must be a JSON object, not "
            + (root.isMissingNode() ? "empty" : Shown.of(root)));
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (StreamConstraintsException beyond) {
      throw new Refused(
          "invalid_json",
          "",
          "the record's value is beyond what is read as JSON: "
              + Shown.reason(beyond.getOriginalMessage()));
    } catch (JsonProcessingException malformed) {
      String where =
          malformed.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(
                      malformed.getLocation().getLineNr(), malformed.getLocation().getColumnNr());
      throw new Refused(
          "invalid_json",
          "",
          "the record's value is not JSON: "
              + Shown.reason(malformed.getOriginalMessage())
              + where);
    }
  }

  private static void requireWholeCharacters(JsonNode root) {
    Deque<JsonNode> open = new ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      JsonNode node = open.pop();
      if (node.isTextual()) {
        requireWholeCharacters(node.textValue());
      }
      node.fieldNames().forEachRemaining(StrictJson::requireWholeCharacters);
      node.forEach(open::push);
    }
  }

  private static void requireWholeCharacters(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (Character.isHighSurrogate(unit)
          && at + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        at++;
      } else if (Character.isSurrogate(unit)) {
        throw new Refused(
            "invalid_json",
            "",
            "the record's value has half of a surrogate pair, \\u%04x, in a string: only whole characters are allowed"
                .formatted((int) unit));
      }
    }
  }
}
