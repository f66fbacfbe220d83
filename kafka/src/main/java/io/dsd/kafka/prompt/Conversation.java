package io.dsd.kafka.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.model.chat.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code messages}: roles and texts, as plain strings or as parts of type text. */
final class Conversation {

  /** Roles, and what templates call them. */
  private static final Map<String, String> ROLES =
      Map.of("system", "system", "developer", "system", "user", "user", "assistant", "assistant");

  private static final String ALLOWED_ROLES =
      "\"system\", \"developer\", \"user\" or \"assistant\"";

  private Conversation() {}

  static List<ChatMessage> read(JsonNode messages) {
    if (!messages.isArray()) {
      throw Refused.type("messages", "an array of {\"role\", \"content\"} objects", messages);
    }
    if (messages.isEmpty()) {
      throw Refused.value("messages", "an array of at least one message", messages);
    }
    List<ChatMessage> conversation = new ArrayList<>();
    for (int index = 0; index < messages.size(); index++) {
      conversation.add(message("messages[" + index + "]", messages.get(index)));
    }
    return conversation;
  }

  private static ChatMessage message(String at, JsonNode message) {
    requireOnly(at, message, "role", "content");
    String given = text(at + ".role", ALLOWED_ROLES, message.get("role"));
    String role = ROLES.get(given);
    if (role == null) {
      throw Refused.value(at + ".role", ALLOWED_ROLES, message.get("role"));
    }
    return new ChatMessage(role, content(at + ".content", message.get("content")));
  }

  private static String content(String at, JsonNode content) {
    if (content == null || !content.isArray()) {
      return text(at, "a string or an array of parts of type text", content);
    }
    StringBuilder joined = new StringBuilder();
    for (int index = 0; index < content.size(); index++) {
      joined.append(part(at + "[" + index + "]", content.get(index)));
    }
    return joined.toString();
  }

  private static String part(String at, JsonNode part) {
    String allowed = "\"text\", the only type of part that is supported";
    String type =
        text(at + ".type", allowed, part.isObject() ? part.get("type") : notAnObject(at, part));
    if (!type.equals("text")) {
      throw Refused.value(at + ".type", allowed, part.get("type"));
    }
    requireOnly(at, part, "type", "text");
    return text(at + ".text", "a string", part.get("text"));
  }

  private static void requireOnly(String at, JsonNode object, String first, String second) {
    if (!object.isObject()) {
      notAnObject(at, object);
    }
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = entry.getKey();
      if (!name.equals(first) && !name.equals(second) && !entry.getValue().isNull()) {
        String field = at + "." + Shown.name(name);
        throw new Refused(
            "unknown_field",
            field,
            "%s is not supported; %s and %s are allowed here".formatted(field, first, second));
      }
    }
  }

  private static JsonNode notAnObject(String at, JsonNode given) {
    throw Refused.type(at, "an object", given);
  }

  private static String text(String at, String allowed, JsonNode node) {
    JsonNode given =
        Optional.ofNullable(node)
            .orElseThrow(
                () ->
                    new Refused(
                        "missing_field",
                        at,
                        "%s is missing; it must be %s".formatted(at, allowed)));
    if (!given.isTextual()) {
      throw Refused.type(at, allowed, given);
    }
    return given.textValue();
  }
}
