package io.dsd.kafka.prompt;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.kafka.option.RecordLimit;
import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.Request;
import io.dsd.model.chat.ChatTemplate;
import io.dsd.model.tokenizer.Tokenizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a prompt record: JSON with the field names of the OpenAI completions and chat APIs, as
 * {@code docs/topics.md} describes it. What cannot be served is refused by name, never ignored.
 */
public final class PromptReader {

  private static final int MOST_STOPS = 4;

  private final PromptTokens tokens;
  private final int contextLength;
  private final RequestDefaults defaults;
  private final RecordSize size;

  /**
   * A reader for one model.
   *
   * @param tokenizer the model's tokenizer, which stays its owner's to close
   * @param template the model's chat template; without one {@code messages} are refused
   * @param contextLength how many tokens the model can hold, prompt and answer together
   * @param defaults what holds where a request says nothing
   * @param limit the largest record
   */
  public PromptReader(
      Tokenizer tokenizer,
      Optional<ChatTemplate> template,
      int contextLength,
      RequestDefaults defaults,
      RecordLimit limit) {
    this.tokens = new PromptTokens(tokenizer, template);
    this.contextLength = contextLength;
    this.defaults = requireNonNull(defaults, "defaults");
    this.size = new RecordSize(limit);
  }

  /** What the record from {@code origin} with {@code value} turns out to be. */
  public Arrival read(Origin origin, Optional<Bytes> value) {
    Optional<Refusal> tooLarge = size.refuse(origin, value);
    if (tooLarge.isPresent()) {
      return tooLarge.get();
    }
    String id = RequestIds.fallback(origin);
    try {
      ObjectNode object =
          StrictJson.object(
              value.orElseThrow(
                  () ->
                      new Refused(
                          "missing_value",
                          "",
                          "the record has no value; a JSON object in UTF-8 is needed")));
      Fields fields = new Fields(object);
      id = id(fields).orElse(id);
      if (CancelRecord.is(fields)) {
        return CancelRecord.read(origin, id, object);
      }
      FieldRules.check(object);
      return request(origin, id, fields);
    } catch (Refused refused) {
      return new Refusal(origin, id, value, refused.error());
    }
  }

  private Request request(Origin origin, String id, Fields fields) {
    Dialect dialect = PromptTokens.dialect(fields);
    String field = PromptTokens.field(dialect);
    int wanted = maxTokens(fields);
    Sampling sampling = sampling(origin, fields);
    List<String> stop = stop(fields);
    boolean stream = fields.flag("stream");
    double relaxation =
        fields
            .number("relaxation", 0, false, RequestDefaults.MOST_RELAXED)
            .orElse(defaults.relaxation());
    Optional<Instant> deadline = DeadlineHeader.read(origin);
    Ints prompt = tokens.read(dialect, fields.find(field).orElseThrow());
    int room = contextLength - prompt.size();
    if (room < 1) {
      throw new Refused(
          "context_length_exceeded",
          field,
          "%s has %d tokens, but the model's context holds %d, of which the answer needs at least 1: shorten it to %d tokens"
              .formatted(field, prompt.size(), contextLength, contextLength - 1));
    }
    return new Request(
        origin,
        id,
        dialect,
        prompt,
        sampling,
        Math.min(wanted, room),
        stop,
        stream,
        deadline,
        relaxation);
  }

  private static Optional<String> id(Fields fields) {
    Optional<String> id = fields.text("id");
    id.filter(text -> text.isEmpty() || text.length() > RequestIds.LONGEST)
        .ifPresent(
            text -> {
              throw new Refused(
                  "invalid_value",
                  "id",
                  "id must have 1 to %d characters, not %d"
                      .formatted(RequestIds.LONGEST, text.length()));
            });
    return id;
  }

  private int maxTokens(Fields fields) {
    OptionalLong old = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
    OptionalLong current = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
    if (old.isPresent() && current.isPresent() && old.getAsLong() != current.getAsLong()) {
      throw new Refused(
          "conflicting_fields",
          "max_completion_tokens",
          "max_completion_tokens is %d and max_tokens is %d; they mean the same, so give one of them"
              .formatted(current.getAsLong(), old.getAsLong()));
    }
    return (int) current.orElse(old.orElse(defaults.maxTokens()));
  }

  private Sampling sampling(Origin origin, Fields fields) {
    double temperature = fields.number("temperature", 0, false, 2).orElse(defaults.temperature());
    double topP = fields.number("top_p", 0, true, 1).orElse(defaults.topP());
    long topK = fields.integer("top_k", -1, Integer.MAX_VALUE).orElse(defaults.topK());
    long seed =
        fields
            .integer("seed", Long.MIN_VALUE, Long.MAX_VALUE)
            .orElseGet(() -> SequenceSeed.of(origin.sequence()));
    return new Sampling(temperature, (int) Math.max(0, topK), topP, seed);
  }

  private static List<String> stop(Fields fields) {
    Optional<JsonNode> node = fields.find("stop");
    if (node.isEmpty()) {
      return List.of();
    }
    JsonNode given = node.get();
    if (!given.isArray()) {
      return List.of(stopText("stop", given));
    }
    if (given.size() > MOST_STOPS) {
      throw new Refused(
          "invalid_value",
          "stop",
          "stop has %d texts; up to %d are allowed".formatted(given.size(), MOST_STOPS));
    }
    List<String> texts = new ArrayList<>();
    for (int index = 0; index < given.size(); index++) {
      texts.add(stopText("stop[" + index + "]", given.get(index)));
    }
    return texts;
  }

  private static String stopText(String field, JsonNode node) {
    if (!node.isTextual()) {
      String allowed =
          field.equals("stop") ? "a string or an array of up to 4 strings" : "a string";
      throw Refused.type(field, allowed, node);
    }
    if (node.textValue().isEmpty()) {
      throw Refused.value(field, "a string that is not empty", node);
    }
    return node.textValue();
  }
}
