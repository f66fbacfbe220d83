package io.dsd.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dsd.message.Ints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/** The fields of a JSON file of a model; null counts as absent, and errors name file and field. */
final class JsonFields {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Path file;
  private final JsonNode object;

  private JsonFields(Path file, JsonNode object) {
    this.file = file;
    this.object = object;
  }

  /** The fields of {@code file}. */
  static JsonFields read(Path file) {
    return new JsonFields(file, ModelJson.read(file));
  }

  /** The fields of {@code file} if there is one, else none. */
  static JsonFields readIfThere(Path file) {
    return Files.isRegularFile(file) ? read(file) : new JsonFields(file, NODES.objectNode());
  }

  Optional<JsonNode> find(String field) {
    return Optional.ofNullable(object.get(field)).filter(value -> !value.isNull());
  }

  /** Whether the field is there, be it null. */
  boolean has(String field) {
    return object.has(field);
  }

  Optional<String> text(String field) {
    return find(field).map(value -> typed(field, value, value.isTextual(), "a text").asText());
  }

  OptionalInt integer(String field) {
    return find(field)
        .map(value -> typed(field, value, value.canConvertToInt(), "an integer"))
        .map(value -> OptionalInt.of(value.asInt()))
        .orElse(OptionalInt.empty());
  }

  OptionalDouble number(String field) {
    return find(field)
        .map(value -> typed(field, value, value.isNumber(), "a number"))
        .map(value -> OptionalDouble.of(value.asDouble()))
        .orElse(OptionalDouble.empty());
  }

  boolean flag(String field, boolean absent) {
    return find(field)
        .map(value -> typed(field, value, value.isBoolean(), "true or false").asBoolean())
        .orElse(absent);
  }

  /** The integer or the list of integers under {@code field}; none if it is absent. */
  Ints integers(String field) {
    JsonNode value = find(field).orElse(NODES.arrayNode());
    JsonNode list = value.isArray() ? value : NODES.arrayNode().add(value);
    return Ints.of(
        StreamSupport.stream(list.spliterator(), false)
            .map(one -> typed(field, one, one.canConvertToInt(), "an integer or a list of them"))
            .mapToInt(JsonNode::asInt)
            .toArray());
  }

  /** The fields of the object under {@code field}; none if it is absent. */
  JsonFields fields(String field) {
    return new JsonFields(
        file,
        find(field)
            .map(value -> typed(field, value, value.isObject(), "an object"))
            .orElse(NODES.objectNode()));
  }

  int needed(String field) {
    return integer(field)
        .orElseThrow(
            () -> new ModelException("%s has no field %s; fetch it again.".formatted(file, field)));
  }

  /** An error about a value that is not supported. */
  ModelException refused(String field, Object value, String supported) {
    return new ModelException(
        "%s has %s = %s; supported is %s.".formatted(file, field, value, supported));
  }

  private JsonNode typed(String field, JsonNode value, boolean right, String wanted) {
    if (!right) {
      throw new ModelException(
          "%s has %s = %s where %s is expected.".formatted(file, field, value, wanted));
    }
    return value;
  }
}
