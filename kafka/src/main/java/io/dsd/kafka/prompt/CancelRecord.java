package io.dsd.kafka.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Cancellation;
import io.dsd.message.request.Origin;
import java.util.List;
import java.util.Map;

/**
 * A record that ends the sequence of another one early: {@code {"cancel": {"topic": ...,
 * "partition": ..., "offset": ...}}}, that record's place as answers and deltas tell it. Not its
 * id, which need not be unique.
 */
final class CancelRecord {

  private static final String FIELD = "cancel";

  /** The longest name of a topic that Kafka allows. */
  private static final int LONGEST_TOPIC = 249;

  private static final List<String> PLACE = List.of("topic", "partition", "offset");
  private static final String ALLOWED =
      "an object with the topic, partition and offset of a prompt record";

  private CancelRecord() {}

  static boolean is(Fields fields) {
    return fields.find(FIELD).isPresent();
  }

  static Cancellation read(Origin origin, String id, ObjectNode object) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = entry.getKey();
      if (!name.equals(FIELD) && !name.equals("id") && !entry.getValue().isNull()) {
        throw new Refused(
            "conflicting_fields",
            Shown.name(name),
            "a record with cancel may have an id besides, but not '%s': send it by itself"
                .formatted(Shown.name(name)));
      }
    }
    JsonNode cancel = object.get(FIELD);
    if (!(cancel instanceof ObjectNode place)) {
      throw Refused.type(FIELD, ALLOWED, cancel);
    }
    place
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!PLACE.contains(name)) {
                String shown = FIELD + "." + Shown.name(name);
                throw new Refused(
                    "unknown_field",
                    shown,
                    "the field '%s' is unknown; cancel must be %s".formatted(shown, ALLOWED));
              }
            });
    return new Cancellation(origin, id, target(new Fields(place, FIELD + ".")));
  }

  private static SequenceId target(Fields place) {
    String topic = place.text("topic").orElseThrow(() -> missing("topic"));
    if (topic.isEmpty() || topic.length() > LONGEST_TOPIC) {
      throw new Refused(
          "invalid_value",
          "cancel.topic",
          "cancel.topic must have 1 to %d characters, not %d"
              .formatted(LONGEST_TOPIC, topic.length()));
    }
    long partition =
        place.integer("partition", 0, Integer.MAX_VALUE).orElseThrow(() -> missing("partition"));
    long offset = place.integer("offset", 0, Long.MAX_VALUE).orElseThrow(() -> missing("offset"));
    return new SequenceId(topic, (int) partition, offset);
  }

  private static Refused missing(String name) {
    String field = FIELD + "." + name;
    return new Refused(
        "missing_field", field, "%s is missing; cancel must be %s".formatted(field, ALLOWED));
  }
}
