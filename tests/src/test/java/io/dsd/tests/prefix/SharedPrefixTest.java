package io.dsd.tests.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.TinyModel;
import io.dsd.tests.cluster.TinyPair;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedPrefixTest {

  private static final int SEQUENCES = 12;
  private static final String SYSTEM = "You are a number and you count the others. ".repeat(3);

  @TempDir private Path directory;

  /** The answers and what they cost. */
  private record Run(Map<Long, String> tokens, int computed, int sharing) {}

  @Test
  void promptsThatBeginAlikeAreAnsweredAsIfEachWereAlone() throws Exception {
    Run alone = run("alone", Map.of("loop.max-active", "1", "kv.keep-ended", "0"));
    Run copying = run("copying", Map.of("kv.share-minimum", "100000"));
    Run sharing =
        run(
            "sharing",
            Map.of("kv.share-minimum", "16", "loop.max-active", "3", "kv.keep-ended", "2"));
    assertThat(copying.tokens()).isEqualTo(alone.tokens());
    assertThat(sharing.tokens()).isEqualTo(alone.tokens());
    assertThat(alone.sharing()).isZero();
    assertThat(copying.sharing()).isZero();
    assertThat(sharing.sharing()).isPositive();
    assertThat(copying.computed()).isLessThan(alone.computed() * 3 / 4);
    assertThat(sharing.computed()).isLessThan(alone.computed() * 3 / 4);
  }

  /** A draft that looks at the target has what it saw of a beginning that comes from another. */
  @Test
  void aDraftIsRightAsOftenAsIfEachWereAlone() throws Exception {
    Map<Long, JsonNode> alone =
        drafted("drafted-alone", Map.of("loop.max-active", "1", "kv.keep-ended", "0"));
    Map<Long, JsonNode> sharing = drafted("drafted-sharing", Map.of("loop.max-active", "3"));
    assertThat(sharing).isEqualTo(alone);
    assertThat(alone.values().stream().mapToInt(each -> each.path("accepted").asInt()).sum())
        .isGreaterThan(SEQUENCES);
  }

  /** How many tokens were drafted and accepted in how many rounds, and what came of it. */
  private Map<Long, JsonNode> drafted(String name, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("model", TinyPair.target());
    settings.put("dtype", "fp32");
    settings.put("draft.kind", "eagle3");
    settings.put("draft.model", TinyPair.draft());
    settings.put("draft.lookup", "false");
    try (LocalJob job =
        LocalJob.start(directory.resolve(name), settings, UnaryOperator.identity())) {
      job.send(IntStream.range(0, SEQUENCES).mapToObj(SharedPrefixTest::question).toList());
      Map<Long, JsonNode> counts = new TreeMap<>();
      for (Map.Entry<Long, JsonNode> one : job.completions(SEQUENCES).entrySet()) {
        ObjectNode count = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("rounds", "drafted", "accepted")) {
          count.set(field, one.getValue().path("speculation").path(field));
        }
        count.set("tokens", one.getValue().at("/choices/0/token_ids"));
        counts.put(one.getKey(), count);
      }
      return counts;
    }
  }

  private static byte[] question(int number) {
    return """
        {"messages": [{"role": "system", "content": "You answer questions about Python, and about\
         apples and pears, in whole sentences."},
        {"role": "user", "content": "Write a Python function that adds %d numbers."}],
        "max_tokens": 32, "temperature": 0}"""
        .formatted(number % 8)
        .getBytes(StandardCharsets.UTF_8);
  }

  private Run run(String name, Map<String, String> more) throws Exception {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("model", TinyModel.directory());
    settings.put("dtype", "fp32");
    settings.put("draft.kind", "ngram");
    Computed.forget();
    try (LocalJob job = LocalJob.start(directory.resolve(name), settings, Computed::counted)) {
      job.send(IntStream.range(0, SEQUENCES).mapToObj(SharedPrefixTest::prompt).toList());
      Map<Long, String> tokens = new TreeMap<>();
      for (Map.Entry<Long, JsonNode> one : job.completions(SEQUENCES).entrySet()) {
        tokens.put(one.getKey(), one.getValue().at("/choices/0/token_ids").toString());
      }
      return new Run(tokens, Computed.TOKENS.get(), Computed.SHARING.get());
    }
  }

  /** Every other one says more before it differs, and the last ones repeat the first. */
  private static byte[] prompt(int number) {
    String middle = number % 2 == 0 ? "Begin at the beginning: " : "";
    return """
        {"prompt": "%s%s%d", "max_tokens": 12, "temperature": %s, "seed": %d}"""
        .formatted(SYSTEM, middle, number % 8, number % 3 == 0 ? "0" : "0.8", number)
        .getBytes(StandardCharsets.UTF_8);
  }
}
