package io.dsd.kafka.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.message.Ints;
import io.dsd.message.SequenceId;

/** What the writers of JSON share. */
final class Json {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static byte[] bytes(ObjectNode object) {
    try {
      return MAPPER.writeValueAsBytes(object);
    } catch (JsonProcessingException impossible) {
      throw new AssertionError("a tree of well-formed text has a JSON form", impossible);
    }
  }

  static void putSequence(ObjectNode object, SequenceId sequence) {
    putSequence(object, "sequence", sequence);
  }

  static void putSequence(ObjectNode object, String field, SequenceId sequence) {
    object
        .putObject(field)
        .put("topic", sequence.topic())
        .put("partition", sequence.partition())
        .put("offset", sequence.offset());
  }

  static void putTokens(ObjectNode choice, Ints tokens) {
    ArrayNode ids = choice.putArray("token_ids");
    tokens.stream().forEach(ids::add);
  }

  /** The text with each surrogate that has no partner replaced by U+FFFD: UTF-8 cannot hold it. */
  static String wellFormed(String text) {
    StringBuilder repaired = null;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (Character.isHighSurrogate(unit)
          && at + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        at++;
      } else if (Character.isSurrogate(unit)) {
        if (repaired == null) {
          repaired = new StringBuilder(text);
        }
        repaired.setCharAt(at, '\uFFFD');
      }
    }
    return repaired == null ? text : repaired.toString();
  }
}
