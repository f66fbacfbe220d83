package io.dsd.tests.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.topology.Surroundings;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.round.RowType;
import io.dsd.tests.cluster.PlainModel;
import io.dsd.tests.cluster.TinyPair;
import io.dsd.tests.playground.Playground;
import io.dsd.tests.playground.Playground.Written;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code network.rows: int8} through the whole job: its answers are those of the same model whose
 * rows are rounded where it is cut, and nowhere else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EightBitRowsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TOKENS = 40;
  private static final List<String> PROMPTS =
      Stream.of(
              "Write a Python function that adds two numbers.",
              "Tom has 3 apples and buys 4 more. How many has he now?",
              "Why is the sky blue?",
              "Write a list of even numbers.")
          .map("<|im_start|>user\n%s<|im_end|>\n<|im_start|>assistant\n"::formatted)
          .toList();

  @TempDir private static Path directory;

  private Playground playground;

  @BeforeAll
  void start() throws Exception {
    playground =
        Playground.start(
            directory,
            Map.of(
                "model", TinyPair.target(),
                "slices", "2",
                "dtype", "fp32",
                "network.rows", "int8",
                // so that what is computed together is always the same
                "loop.max-active", "1",
                "checkpoint.interval", "50ms"));
  }

  @AfterAll
  void close() {
    playground.close();
  }

  @Test
  void theAnswersAreThoseOfTheModelWithRowsRoundedWhereItIsCut() throws Exception {
    List<JsonNode> answers = run("plain", Map.of("draft.kind", "none"));
    assertThat(tokens(answers)).isEqualTo(expected(RowType.INT8));
    assertThat(expected(RowType.INT8)).as("rounding shows").isNotEqualTo(expected(RowType.FP32));
  }

  @Test
  void aDraftThatLooksAtRoundedRowsIsStillRight() throws Exception {
    List<JsonNode> answers =
        run("eagle3", Map.of("draft.kind", "eagle3", "draft.model", TinyPair.draft()));
    assertThat(tokens(answers))
        .hasSize(PROMPTS.size())
        .allSatisfy(each -> assertThat(each.isEmpty()).isFalse());
    assertThat(answers)
        .extracting(answer -> answer.at("/speculation/accepted").asInt())
        .allSatisfy(accepted -> assertThat(accepted).isPositive());
  }

  private static List<Ints> expected(RowType rows) {
    try (PlainModel model = PlainModel.open(TinyPair.target(), 2, rows)) {
      return IntStream.range(0, PROMPTS.size())
          .mapToObj(
              index ->
                  model.generate(
                      model.tokenizer().encode(PROMPTS.get(index), true),
                      new Sampling(1, 0, 1, index),
                      TOKENS))
          .toList();
    }
  }

  private List<JsonNode> run(String name, Map<String, String> own) throws Exception {
    List<byte[]> records = new ArrayList<>();
    // a playground also wants to see a prompt that cannot be served
    records.add("{\"prompt\": 7}".getBytes(StandardCharsets.UTF_8));
    for (int index = 0; index < PROMPTS.size(); index++) {
      records.add(
          JSON.writeValueAsBytes(
              JSON.createObjectNode()
                  .put("prompt", PROMPTS.get(index))
                  .put("max_tokens", TOKENS)
                  .put("temperature", 1)
                  .put("seed", index)
                  .put("stream", true)));
    }
    Written written = playground.run(name, own, records, Surroundings.none());
    Map<Long, JsonNode> answers = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : written.completions()) {
      JsonNode answer = JSON.readTree(record.value());
      if (!answer.has("error")) {
        answers.put(answer.at("/sequence/offset").asLong(), answer);
      }
    }
    return new ArrayList<>(answers.values());
  }

  private static List<Ints> tokens(List<JsonNode> answers) throws IOException {
    List<Ints> all = new ArrayList<>();
    for (JsonNode answer : answers) {
      all.add(Ints.of(JSON.treeToValue(answer.at("/choices/0/token_ids"), int[].class)));
    }
    return all;
  }
}
