package io.dsd.kafka.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which fields a prompt record may have. Parameters of the OpenAI APIs that are not supported are
 * refused by name, unless their value is the one that changes nothing.
 */
final class FieldRules {

  /** Fields that mean something here. */
  static final Set<String> SUPPORTED =
      Set.of(
          "prompt",
          "messages",
          "max_tokens",
          "max_completion_tokens",
          "temperature",
          "top_p",
          "top_k",
          "seed",
          "stop",
          "stream",
          "relaxation",
          "id",
          "cancel");

  /** Fields that are accepted without effect, with the type they must have. */
  static final Map<String, Rule> IGNORED = new LinkedHashMap<>();

  /** Fields that are refused unless they have their neutral value. */
  static final Map<String, Rule> NEUTRAL_ONLY = new LinkedHashMap<>();

  static {
    IGNORED.put("model", new Rule("a string", JsonNode::isTextual));
    IGNORED.put("user", new Rule("a string", JsonNode::isTextual));
    IGNORED.put("metadata", new Rule("an object", JsonNode::isObject));
    IGNORED.put("stream_options", new Rule("an object", JsonNode::isObject));

    NEUTRAL_ONLY.put("n", number(1));
    NEUTRAL_ONLY.put("best_of", number(1));
    NEUTRAL_ONLY.put("presence_penalty", number(0));
    NEUTRAL_ONLY.put("frequency_penalty", number(0));
    NEUTRAL_ONLY.put("logprobs", off());
    NEUTRAL_ONLY.put("top_logprobs", number(0));
    NEUTRAL_ONLY.put("echo", off());
    NEUTRAL_ONLY.put(
        "suffix", new Rule("\"\"", node -> node.isTextual() && node.asText().isEmpty()));
    NEUTRAL_ONLY.put("logit_bias", new Rule("{}", node -> node.isObject() && node.isEmpty()));
    NEUTRAL_ONLY.put("tools", new Rule("[]", node -> node.isArray() && node.isEmpty()));
    NEUTRAL_ONLY.put("functions", new Rule("[]", node -> node.isArray() && node.isEmpty()));
    NEUTRAL_ONLY.put("tool_choice", word("none"));
    NEUTRAL_ONLY.put("function_call", word("none"));
    NEUTRAL_ONLY.put(
        "response_format",
        new Rule(
            "{\"type\": \"text\"}",
            node ->
                node.isObject() && node.size() == 1 && node.path("type").asText().equals("text")));
  }

  private FieldRules() {}

  /** What a field must be. */
  record Rule(String allowed, Predicate<JsonNode> holds) {}

  static void check(ObjectNode object) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      check(entry.getKey(), entry.getValue());
    }
  }

  private static void check(String field, JsonNode value) {
    if (SUPPORTED.contains(field)) {
      return;
    }
    Rule ignored = IGNORED.get(field);
    Rule neutral = NEUTRAL_ONLY.get(field);
    if (ignored == null && neutral == null) {
      Set<String> allowed = new TreeSet<>(SUPPORTED);
      allowed.addAll(IGNORED.keySet());
      String name = Shown.name(field);
      throw new Refused(
          "unknown_field",
          name,
          "the field '%s' is unknown; allowed are %s".formatted(name, String.join(", ", allowed)));
    }
    if (value.isNull()) {
      return;
    }
    if (ignored != null && !ignored.holds().test(value)) {
      throw Refused.type(field, ignored.allowed(), value);
    }
    if (neutral != null && !neutral.holds().test(value)) {
      throw new Refused(
          "unsupported_parameter",
          field,
          "%s is not supported: leave it out, or give null or %s; it was %s"
              .formatted(field, neutral.allowed(), Shown.of(value)));
    }
  }

  private static Rule number(int neutral) {
    return new Rule(
        Integer.toString(neutral), node -> node.isNumber() && node.doubleValue() == neutral);
  }

  private static Rule off() {
    return new Rule("false", node -> node.isBoolean() && !node.booleanValue());
  }

  private static Rule word(String neutral) {
    return new Rule(
        "\"" + neutral + "\"", node -> node.isTextual() && node.textValue().equals(neutral));
  }
}
