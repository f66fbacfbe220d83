package io.dsd.job.bench.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Counters of a job manager that is played. */
class CountersTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Integer> draft = new LinkedHashMap<>();
  private final Map<String, Integer> slice = new LinkedHashMap<>();

  @Test
  void whatOperatorsCountIsReadOncePromptsAreAmongIt() throws Exception {
    draft.put("0.draft.dsd.draft.completed", 3);
    draft.put("0.draft.dsd.draft.tokens", 48);
    draft.put("0.draft.dsd.draft.rounds", 20);
    draft.put("0.draft.dsd.draft.drafter.eagle3.rounds", 18);
    draft.put("0.draft.dsd.draft.cancelledBlocks", 5);
    draft.put("0.draft.dsd.draft.sent.drafter.eagle3.window.1.blocks", 14);
    draft.put("0.draft.dsd.draft.sent.drafter.eagle3.window.2.blocks", 7);
    draft.put("0.draft.dsd.draft.sent.drafter.ngram.window.2.blocks", 2);
    draft.put("0.draft.dsd.draft.sent.drafter.eagle3.window.more.blocks", 1);
    draft.put("0.numBytesOut", 999);
    slice.put("0.numBytesOut", 5000);
    slice.put("0.slice.dsd.slice.busyNanos", 70);
    assertThat(new Counters("/jobs/1", this::answer).read(3))
        .isEqualTo(new Counted(48, 20, 10, 5, 10_000, List.of(70L, 70L)));
  }

  private Optional<JsonNode> answer(String path) {
    if (path.equals("/jobs/1")) {
      return read(
          """
          {"vertices": [{"id": "d", "name": "draft -> deltas"}, {"id": "s", "name": "slice-0"},
            {"id": "s", "name": "slice-1"}, {"id": "t", "name": "tail"}]}
          """);
    }
    Map<String, Integer> all =
        path.contains("/d/") ? draft : path.contains("/s/") ? slice : Map.of();
    ArrayNode metrics = JSON.createArrayNode();
    int query = path.indexOf("?get=");
    List<String> wanted =
        query < 0
            ? List.of()
            : List.of(
                URLDecoder.decode(path.substring(query + 5), StandardCharsets.UTF_8)
                    .split(",", -1));
    all.forEach(
        (name, value) -> {
          if (query < 0) {
            metrics.addObject().put("id", name);
          } else if (wanted.contains(name)) {
            metrics.addObject().put("id", name).put("value", value.toString());
          }
        });
    return Optional.of(metrics);
  }

  private static Optional<JsonNode> read(String json) {
    try {
      return Optional.of(JSON.readTree(json));
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }
}
