package io.dsd.tests.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.message.Ints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A prompt and what transformers makes of it in float32.
 *
 * @param text the prompt, rendered
 * @param prompt its tokens
 * @param logits some of the logits after it, by token
 * @param greedy the likeliest continuation: 64 tokens, or fewer with the end token last
 */
record GoldenCase(String text, Ints prompt, Map<Integer, Float> logits, Ints greedy) {

  private static final Path FILE = Path.of("src/test/resources/golden/smollm2-135m.json");

  static List<GoldenCase> all() throws IOException {
    JsonNode cases = new ObjectMapper().readTree(FILE.toFile()).get("cases");
    return StreamSupport.stream(cases.spliterator(), false).map(GoldenCase::of).toList();
  }

  private static GoldenCase of(JsonNode node) {
    Map<Integer, Float> logits = new HashMap<>();
    node.get("logits").forEach(pair -> logits.put(pair.get(0).asInt(), pair.get(1).floatValue()));
    return new GoldenCase(
        node.get("prompt").asText(), ints(node.get("tokens")), logits, ints(node.get("greedy")));
  }

  private static Ints ints(JsonNode array) {
    return Ints.of(
        StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray());
  }
}
