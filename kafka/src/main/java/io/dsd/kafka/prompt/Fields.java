package io.dsd.kafka.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Fields of a JSON object by type; a field that is null counts as absent. */
final class Fields {

  private final ObjectNode object;
  private final String prefix;

  Fields(ObjectNode object) {
    this(object, "");
  }

  /** Fields of an object within another one; {@code prefix} goes before their names in errors. */
  Fields(ObjectNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  Optional<JsonNode> find(String field) {
    return Optional.ofNullable(object.get(field)).filter(node -> !node.isNull());
  }

  Optional<String> text(String field) {
    return find(field)
        .map(
            node -> {
              if (!node.isTextual()) {
                throw Refused.type(prefix + field, "a string", node);
              }
              return node.textValue();
            });
  }

  boolean flag(String field) {
    Optional<JsonNode> node = find(field);
    node.filter(given -> !given.isBoolean())
        .ifPresent(
            given -> {
              throw Refused.type(prefix + field, "true or false", given);
            });
    return node.map(JsonNode::booleanValue).orElse(false);
  }

  /** An integer of at least {@code least} and at most {@code most}. */
  OptionalLong integer(String field, long least, long most) {
    Optional<JsonNode> node = find(field);
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonNode given = node.get();
    String allowed = "an integer from %d to %d".formatted(least, most);
    if (!given.isIntegralNumber()) {
      throw Refused.type(prefix + field, allowed, given);
    }
    if (!given.canConvertToLong() || given.longValue() < least || given.longValue() > most) {
      throw Refused.value(prefix + field, allowed, given);
    }
    return OptionalLong.of(given.longValue());
  }

  /** A number in a range; {@code aboveLeast} leaves the lower end out. */
  OptionalDouble number(String field, double least, boolean aboveLeast, double most) {
    Optional<JsonNode> node = find(field);
    if (node.isEmpty()) {
      return OptionalDouble.empty();
    }
    JsonNode given = node.get();
    String allowed =
        aboveLeast
            ? "a number above %s and up to %s".formatted(least, most)
            : "a number from %s to %s".formatted(least, most);
    if (!given.isNumber()) {
      throw Refused.type(prefix + field, allowed, given);
    }
    double value = given.doubleValue();
    boolean inside = aboveLeast ? value > least && value <= most : value >= least && value <= most;
    if (!inside) {
      throw Refused.value(prefix + field, allowed, given);
    }
    return OptionalDouble.of(value);
  }
}
