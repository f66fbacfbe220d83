package io.dsd.tests.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.tests.cluster.PlainModel;
import io.dsd.tests.cluster.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What is to become of each record, found without the job. */
final class Truth implements AutoCloseable {

  static final int DEFAULT_TOKENS = 8;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONTEXT = 512;
  private static final int LETTER_HEADERS = 4;

  private final PlainModel model = PlainModel.open(TinyModel.directory());

  static long offset(ConsumerRecord<byte[], byte[]> answer) throws IOException {
    return JSON.readTree(answer.value()).at("/sequence/offset").asLong();
  }

  void checkAnswer(Map<Long, Case> byOffset, ConsumerRecord<byte[], byte[]> record)
      throws IOException {
    JsonNode answer = JSON.readTree(record.value());
    Case one = byOffset.get(offset(record));
    String about = shortened(one.name() + " got " + answer);
    assertThat(answer.get("id").asText()).as(about).isEqualTo(id(one, answer));
    boolean bare =
        one.fate() instanceof Fate.Refused refused && refused.left() == Fate.Left.KEY_AND_HEADERS;
    checkEnvelope(about, one.sent(), bare, record, 0);
    if (one.fate() instanceof Fate.Served) {
      checkTokens(about, one, answer);
    } else if (one.fate() instanceof Fate.Ended ended) {
      assertThat(answer.at("/choices/0/finish_reason").asText())
          .as(about)
          .isEqualTo(ended.reason());
      assertThat(answer.at("/choices/0/token_ids")).as(about).isEmpty();
    } else if (one.fate() instanceof Fate.Acknowledged acknowledged) {
      assertThat(answer.get("object").asText()).as(about).isEqualTo("cancellation");
      assertThat(answer.get("cancelled").asBoolean()).as(about).isEqualTo(acknowledged.cancelled());
    } else {
      checkError(about, (Fate.Refused) one.fate(), answer.path("error"));
    }
  }

  private static void checkError(String about, Fate.Refused refused, JsonNode error) {
    assertThat(error.path("code").asText()).as(about).isEqualTo(refused.code());
    assertThat(error.path("param").isNull()).as(about).isEqualTo(refused.field().isEmpty());
    if (!refused.field().isEmpty()) {
      assertThat(error.path("param").asText()).as(about).isEqualTo(refused.field());
    }
    assertThat(error.path("message").asText())
        .as(about)
        .contains(refused.says())
        .doesNotContain("Exception", "StreamRead", "REDACTED")
        .hasSizeLessThan(1000);
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), 2000));
  }

  private static String id(Case one, JsonNode answer) throws IOException {
    JsonNode place = answer.get("sequence");
    String fallback =
        one.sent()
            .key()
            .filter(key -> key.length > 0 && key.length <= 512)
            .flatMap(Truth::text)
            .filter(
                key ->
                    !answer
                        .path("error")
                        .path("message")
                        .asText()
                        .contains("key and headers are left out"))
            .orElse("prompts-0@" + place.get("offset").asLong());
    if (one.fate() instanceof Fate.Refused) {
      return fallback;
    }
    JsonNode id = JSON.readTree(one.sent().value().orElseThrow()).path("id");
    return id.isTextual() ? id.textValue() : fallback;
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException malformed) {
      return Optional.empty();
    }
  }

  private void checkTokens(String about, Case one, JsonNode answer) throws IOException {
    JsonNode asked = JSON.readTree(one.sent().value().orElseThrow());
    Ints prompt = prompt(asked);
    Sampling sampling =
        new Sampling(
            asked.path("temperature").asDouble(1),
            Math.max(0, asked.path("top_k").asInt(0)),
            asked.path("top_p").asDouble(1),
            answer.path("seed").longValue());
    if (asked.hasNonNull("seed")) {
      assertThat(answer.get("seed")).as(about).isEqualTo(asked.get("seed"));
    }
    int most = Math.min(asked.path("max_tokens").asInt(DEFAULT_TOKENS), CONTEXT - prompt.size());
    Ints expected = model.generate(prompt, sampling, most);
    assertThat(tokens(answer.at("/choices/0/token_ids"))).as(about).isEqualTo(expected);
    assertThat(answer.at("/usage/prompt_tokens").asInt()).as(about).isEqualTo(prompt.size());
    String text =
        answer.at("/choices/0/text").asText(answer.at("/choices/0/message/content").asText());
    assertThat(text).as(about).isEqualTo(model.tokenizer().decode(expected));
  }

  private Ints prompt(JsonNode asked) {
    JsonNode prompt = asked.path("prompt");
    if (prompt.isArray()) {
      return tokens(prompt);
    }
    return prompt.isTextual()
        ? model.tokenizer().encode(prompt.textValue(), true)
        : model.tokenizer().encode(rendered(asked.get("messages")), false);
  }

  /** What the template of the tiny model makes of a conversation. */
  private static String rendered(JsonNode messages) {
    StringBuilder text = new StringBuilder();
    for (JsonNode message : messages) {
      JsonNode content = message.get("content");
      String joined = content.asText();
      for (JsonNode part : content) {
        joined += part.get("text").asText();
      }
      String role = message.get("role").asText().replace("developer", "system");
      text.append("<|im_start|>%s\n%s<|im_end|>\n".formatted(role, joined));
    }
    return text + "<|im_start|>assistant\n";
  }

  /** Pieces of an answer make the answer. */
  void checkDeltas(
      List<ConsumerRecord<byte[], byte[]>> answers, List<ConsumerRecord<byte[], byte[]>> deltas)
      throws IOException {
    Map<Long, String> texts = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> delta : deltas) {
      JsonNode piece = JSON.readTree(delta.value());
      String known = texts.getOrDefault(offset(delta), "");
      assertThat(piece.at("/choices/0/text_offset").asInt()).isEqualTo(known.length());
      texts.put(offset(delta), known + piece.at("/choices/0/text").asText());
    }
    for (ConsumerRecord<byte[], byte[]> answer : answers) {
      if (texts.containsKey(offset(answer))) {
        assertThat(JSON.readTree(answer.value()).at("/choices/0/text").asText())
            .isEqualTo(texts.remove(offset(answer)));
      }
    }
    assertThat(texts).isEmpty();
  }

  static void checkLetter(Map<Long, Case> byOffset, ConsumerRecord<byte[], byte[]> letter) {
    String place = header(letter, "dsd-sequence");
    Case one = byOffset.get(Long.parseLong(place.substring(place.indexOf('@') + 1)));
    assertThat(one.fate()).as(one.name()).isInstanceOf(Fate.Refused.class);
    Fate.Refused refused = (Fate.Refused) one.fate();
    byte[] value = refused.left() == Fate.Left.VALUE ? null : one.sent().value().orElse(null);
    assertThat(letter.value()).as(one.name()).isEqualTo(value);
    checkEnvelope(
        one.name(),
        one.sent(),
        refused.left() == Fate.Left.KEY_AND_HEADERS,
        letter,
        LETTER_HEADERS);
    assertThat(header(letter, "dsd-error-code")).isEqualTo(refused.code());
    assertThat(header(letter, "dsd-error-field")).isEqualTo(refused.field());
    assertThat(header(letter, "dsd-error-message")).contains(refused.says());
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static void checkEnvelope(
      String about, Sent sent, boolean bare, ConsumerRecord<byte[], byte[]> record, int added) {
    assertThat(record.key()).as(about).isEqualTo(bare ? null : sent.key().orElse(null));
    Header[] headers = record.headers().toArray();
    List<Header> copied =
        new ArrayList<>(Arrays.asList(headers).subList(0, headers.length - added));
    assertThat(copied).as(about).isEqualTo(bare ? List.of() : sent.headers());
  }

  private static Ints tokens(JsonNode ids) {
    return Ints.of(
        StreamSupport.stream(ids.spliterator(), false).mapToInt(JsonNode::asInt).toArray());
  }

  @Override
  public void close() {
    model.close();
  }
}
