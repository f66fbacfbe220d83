package io.dsd.job.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A record that answers a prompt: a delta, a completion or an error.
 *
 * @param offset which record of the prompts topic it answers
 * @param json the record
 */
public record Piece(long offset, ObjectNode json) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads a record. */
  static Piece read(byte[] value) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(value);
      return new Piece(json.path("sequence").path("offset").asLong(-1), json);
    } catch (IOException malformed) {
      throw new UncheckedIOException("a record of the job is not JSON", malformed);
    }
  }

  boolean failed() {
    return json.has("error");
  }

  String error() {
    return json.path("error").path("message").asText();
  }

  /** The text, in either of the shapes of completions and of deltas. */
  String text() {
    JsonNode choice = choice();
    if (choice.has("text")) {
      return choice.path("text").asText();
    }
    return choice.path(choice.has("delta") ? "delta" : "message").path("content").asText();
  }

  /** Where in the answer a delta's text begins, in UTF-16 units. */
  int textOffset() {
    return choice().path("text_offset").asInt();
  }

  /** How many generated tokens lie before those of a delta. */
  int tokenOffset() {
    return choice().path("token_offset").asInt();
  }

  /** The ids of the tokens that came with it. */
  List<Integer> tokenIds() {
    List<Integer> ids = new ArrayList<>();
    choice().path("token_ids").forEach(id -> ids.add(id.asInt()));
    return ids;
  }

  /** How many of a delta's tokens, from its first on, were drafted. */
  int accepted() {
    return json.path("speculation").path("accepted").asInt();
  }

  /** Whether a delta's last token stands in the place of drafted ones that were wrong. */
  boolean corrected() {
    return json.path("speculation").path("corrected").asBoolean();
  }

  /** Whether a delta is the last one. */
  boolean last() {
    return choice().path("finish_reason").isTextual();
  }

  int tokens() {
    return json.path("usage").path("completion_tokens").asInt();
  }

  int rounds() {
    return json.path("speculation").path("rounds").asInt();
  }

  double acceptanceLength() {
    return json.path("speculation").path("acceptance_length").asDouble();
  }

  /** The record in one line; a chat answer's text stands where a completion's does, too. */
  String line() {
    ObjectNode copy = json.deepCopy();
    if (copy.path("choices").path(0) instanceof ObjectNode choice && !choice.has("text")) {
      choice.put("text", text());
    }
    return copy.toString();
  }

  private JsonNode choice() {
    return json.path("choices").path(0);
  }
}
