package io.dsd.tests.drafts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.topology.Surroundings;
import io.dsd.tests.cluster.TinyPair;
import io.dsd.tests.playground.Answers;
import io.dsd.tests.playground.Playground;
import io.dsd.tests.playground.Playground.Written;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every drafter with trees of 1, 8 and 64 nodes and 1 to 4 blocks on their way, on a trained target
 * with a trained draft: the answers are those of plain decoding, greedy and sampled.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryDraftTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Map<String, String>> DRAFTERS =
      Map.of(
          "ngram", Map.of("draft.kind", "ngram"),
          "eagle3", Map.of("draft.kind", "eagle3", "draft.model", TinyPair.draft()),
          "itself", Map.of("draft.kind", "model", "draft.model", TinyPair.target()));

  @TempDir private static Path directory;

  private Playground playground;
  private Map<Long, String> plain;

  @BeforeAll
  void decodePlainly() throws Exception {
    playground =
        Playground.start(
            directory,
            Map.of(
                "model", TinyPair.target(),
                "dtype", "fp32",
                "checkpoint.interval", "50ms"));
    plain = Answers.once(run("plain", Map.of("draft.kind", "none")).completions());
  }

  @AfterAll
  void close() {
    playground.close();
  }

  static Stream<Arguments> plans() {
    return Stream.of("ngram", "eagle3", "itself")
        .flatMap(
            drafter ->
                Stream.of(1, 8, 64)
                    .flatMap(
                        nodes ->
                            Stream.of(1, 2, 3, 4)
                                .map(window -> Arguments.of(drafter, nodes, window))));
  }

  @ParameterizedTest(name = "{0}, {1} nodes, {2} blocks on their way")
  @MethodSource("plans")
  void theAnswersAreThoseOfPlainDecoding(String drafter, int nodes, int window) throws Exception {
    Map<String, String> own = new HashMap<>(DRAFTERS.get(drafter));
    own.put("draft.length", Integer.toString(Math.min(nodes, 7)));
    own.put("draft.nodes", Integer.toString(nodes));
    own.put("draft.window", Integer.toString(window));
    Written written = run("%s-%d-%d".formatted(drafter, nodes, window), own);
    assertThat(Answers.once(written.completions())).isEqualTo(plain);
    assertThat(accepted(written)).as("accepted tokens").isPositive();
  }

  private Written run(String name, Map<String, String> own) throws Exception {
    return playground.run(name, own, prompts(), Surroundings.none());
  }

  private static int accepted(Written written) throws IOException {
    int accepted = 0;
    for (ConsumerRecord<byte[], byte[]> record : written.completions()) {
      JsonNode completion = JSON.readTree(record.value());
      accepted += completion.at("/speculation/accepted").asInt();
    }
    return accepted;
  }

  /** Greedy, sampled, sampled from the likeliest, and one that cannot be served. */
  private static List<byte[]> prompts() {
    return Stream.of(
            "\"Write a Python function that adds two numbers.\", \"temperature\": 0",
            "\"Tom has 3 apples and buys 4 more. How many has he now?\", \"temperature\": 0",
            "\"Why is the sky blue?\", \"temperature\": 0.8, \"top_p\": 0.95, \"seed\": 5",
            "\"Name three colours.\", \"temperature\": 1.0, \"top_p\": 0.9, \"seed\": 6",
            "7, \"temperature\": 0",
            "\"Write a list of even numbers.\", \"temperature\": 0")
        .map("{\"prompt\": %s, \"max_tokens\": 40, \"stream\": true}"::formatted)
        .map(record -> record.getBytes(StandardCharsets.UTF_8))
        .toList();
  }
}
