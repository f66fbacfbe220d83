package io.dsd.tests.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.Passes;
import io.dsd.tests.cluster.PlainModel;
import io.dsd.tests.cluster.TinyModel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a request can ask for beside tokens, from its record to its answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class RequestsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int END = 480;

  /** Some rounds of three slices. */
  private static final int SOME_PASSES = 30;

  private PlainModel model;
  private LocalJob job;
  private Producers producers;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    Passes.grant(Passes.FREELY);
    model = PlainModel.open(TinyModel.directory());
    Map<String, String> settings =
        Map.of("model", TinyModel.directory(), "dtype", "fp32", "restart.attempts", "0");
    job = LocalJob.start(directory, settings, Passes::hold);
    producers = new Producers(job.brokers(), new Random(4));
    // the job runs before a deadline passes
    answer(send("{\"prompt\": \"first\", \"max_tokens\": 1}"));
  }

  @AfterEach
  void grantAll() {
    Passes.grant(Passes.FREELY);
  }

  @AfterAll
  void stop() {
    producers.close();
    job.close();
    model.close();
  }

  @Test
  void aStopTextAcrossTokensEndsAnswerAndPiecesBeforeIt() throws Exception {
    int found = 0;
    for (int prompt = 3; prompt < 60 && found < 3; prompt++) {
      Ints tokens = model.generate(Ints.of(prompt), Sampling.greedy(), 40);
      int second = acrossTokens(tokens);
      if (second > 0) {
        found++;
        checkStop(prompt, tokens, second);
      }
    }
    assertThat(found).as("prompts whose answer has two tokens of plain text in a row").isEqualTo(3);
  }

  /** The first token that, with the one before it, makes text that was not there before; or 0. */
  private int acrossTokens(Ints tokens) {
    return IntStream.range(2, tokens.size())
        .filter(
            at -> {
              String pair = text(tokens, at - 1, at + 1);
              return pair.length() >= 2
                  && pair.chars().allMatch(unit -> unit > ' ' && unit < 127)
                  && !text(tokens, 0, at).contains(pair);
            })
        .findFirst()
        .orElse(0);
  }

  private String text(Ints tokens, int from, int end) {
    return model.tokenizer().decode(tokens.slice(from, end));
  }

  private void checkStop(int prompt, Ints tokens, int second) throws Exception {
    String stop = text(tokens, second - 1, second + 1);
    long offset =
        send(
            "{\"prompt\": [%d], \"max_tokens\": 40, \"temperature\": 0, \"stream\": true, \"stop\": [\"never\", %s]}"
                .formatted(prompt, JSON.writeValueAsString(stop)));
    JsonNode choice = answer(offset).at("/choices/0");
    assertThat(choice.get("finish_reason").asText()).isEqualTo("stop");
    assertThat(ints(choice.get("token_ids"))).isEqualTo(tokens.slice(0, second + 1));
    String before = text(tokens, 0, second - 1);
    assertThat(choice.get("text").asText()).isEqualTo(before);
    StringBuilder pieces = new StringBuilder();
    for (ConsumerRecord<byte[], byte[]> piece : pieces(offset)) {
      pieces.append(JSON.readTree(piece.value()).at("/choices/0/text").asText());
    }
    assertThat(pieces).hasToString(before);
  }

  @Test
  void theReturnedSeedGivesTheSameTokensAgain() throws Exception {
    String asked = "{\"prompt\": \"seeds\", \"max_tokens\": 20, \"temperature\": 1%s}";
    JsonNode first = answer(send(asked.formatted("")));
    JsonNode second = answer(send(asked.formatted("")));
    assertThat(second.get("seed")).isNotEqualTo(first.get("seed"));
    assertThat(tokens(second)).isNotEqualTo(tokens(first));

    JsonNode again = answer(send(asked.formatted(", \"seed\": " + first.get("seed"))));
    assertThat(again.get("seed")).isEqualTo(first.get("seed"));
    assertThat(tokens(again)).isEqualTo(tokens(first));
  }

  @Test
  void piecesCarryTheKeyAndTheHeadersOfTheirPrompt() throws Exception {
    Sent sent =
        Sent.of("{\"prompt\": \"headers\", \"max_tokens\": 3, \"stream\": true}")
            .withKey(Sent.bytes(1, 0, 0xff))
            .withHeader("a", "1")
            .withHeader("a", (byte[]) null);
    long offset = producers.send(sent);
    answer(offset);
    assertThat(pieces(offset))
        .isNotEmpty()
        .allSatisfy(
            piece -> {
              assertThat(piece.key()).isEqualTo(sent.key().orElseThrow());
              assertThat(piece.headers().toArray()).containsExactlyElementsOf(sent.headers());
            });
  }

  @Test
  void aCancelRecordEndsASequenceInTheMiddle() throws Exception {
    Passes.grant(SOME_PASSES);
    long offset = send(endless("cancelled"));
    job.await(() -> !pieces(offset).isEmpty());
    long cancel =
        send(
            "{\"cancel\": {\"topic\": \"prompts\", \"partition\": 0, \"offset\": %d}}"
                .formatted(offset));
    JsonNode acknowledgement = answer(cancel);
    assertThat(acknowledgement.get("cancelled").asBoolean()).isTrue();
    assertThat(acknowledgement.at("/target/offset").asLong()).isEqualTo(offset);
    checkEarlyEnd("cancelled", answer(offset));

    JsonNode late =
        answer(
            send(
                "{\"cancel\": {\"topic\": \"prompts\", \"partition\": 0, \"offset\": %d}}"
                    .formatted(offset)));
    assertThat(late.get("cancelled").asBoolean()).isFalse();
    checkThatTheJobGoesOn();
  }

  @Test
  void aDeadlineEndsASequenceInTheMiddle() throws Exception {
    Passes.grant(SOME_PASSES);
    Sent sent = Sent.of(endless("deadline"));
    long offset =
        producers.send(sent.withHeader("dsd-deadline", Instant.now().plusSeconds(5).toString()));
    checkEarlyEnd("deadline", answer(offset));
    checkThatTheJobGoesOn();
  }

  private static String endless(String prompt) {
    return "{\"prompt\": \"%s\", \"max_tokens\": %d, \"temperature\": 0, \"stream\": true}"
        .formatted(prompt, END);
  }

  /** The answer has the tokens that it came to, and they are the right ones. */
  private void checkEarlyEnd(String reason, JsonNode answer) {
    assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo(reason);
    Ints tokens = tokens(answer);
    assertThat(tokens.size()).isBetween(1, END - 1);
    Ints prompt = model.tokenizer().encode(reason, true);
    assertThat(tokens).isEqualTo(model.generate(prompt, Sampling.greedy(), tokens.size()));
    assertThat(answer.at("/choices/0/text").asText()).isEqualTo(model.tokenizer().decode(tokens));
  }

  private void checkThatTheJobGoesOn() throws Exception {
    Passes.grant(Passes.FREELY);
    Ints prompt = model.tokenizer().encode("on", true);
    JsonNode next = answer(send("{\"prompt\": \"on\", \"max_tokens\": 9, \"temperature\": 0}"));
    assertThat(tokens(next)).isEqualTo(model.generate(prompt, Sampling.greedy(), 9));
  }

  private long send(String value) throws Exception {
    return producers.send(Sent.of(value.getBytes(UTF_8)));
  }

  private JsonNode answer(long offset) throws Exception {
    List<JsonNode> found = new ArrayList<>();
    job.await(
        () -> {
          for (ConsumerRecord<byte[], byte[]> record : job.committedSoFar("completions")) {
            if (Truth.offset(record) == offset) {
              found.add(JSON.readTree(record.value()));
            }
          }
          return !found.isEmpty();
        });
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<ConsumerRecord<byte[], byte[]>> pieces(long offset) throws Exception {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : job.committedSoFar("deltas")) {
      if (Truth.offset(record) == offset) {
        found.add(record);
      }
    }
    return found;
  }

  private static Ints tokens(JsonNode answer) {
    return ints(answer.at("/choices/0/token_ids"));
  }

  private static Ints ints(JsonNode ids) {
    return Ints.of(
        StreamSupport.stream(ids.spliterator(), false).mapToInt(JsonNode::asInt).toArray());
  }
}
