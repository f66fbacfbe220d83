package io.dsd.tests.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MalformedRecordsTest {

  private static final String GOOD = "{\"prompt\": \"Once\", \"max_tokens\": 12, \"seed\": 5}";

  /** Each bad record with the field and a word that its error must name. */
  private static final List<List<String>> BAD =
      List.of(
          List.of("not json at all", "", "JSON"),
          List.of("[1, 2]", "", "object"),
          List.of("{\"prompt\": \"a\", \"max_tokens\": \"many\"}", "max_tokens", "many"),
          List.of("{\"prompt\": \"a\", \"temperature\": -1}", "temperature", "-1"),
          List.of("{\"max_tokens\": 5}", "prompt", "messages"),
          List.of("{\"messages\": []}", "messages", "messages"),
          List.of(
              "{\"messages\": [{\"role\": \"king\", \"content\": \"a\"}]}",
              "messages[0].role",
              "king"),
          List.of("{\"prompt\": \"a\", \"n\": 3}", "n", "3"),
          List.of("{\"prompt\": \"" + "word ".repeat(2000) + "\"}", "prompt", "512"));

  @TempDir private Path directory;

  @Test
  void aBadRecordIsAnsweredByNameCopiedUnchangedAndDisturbsNoOther() throws Exception {
    List<byte[]> records = new ArrayList<>();
    for (List<String> bad : BAD) {
      records.add(bad.get(0).getBytes(UTF_8));
      records.add(GOOD.getBytes(UTF_8));
    }
    Map<String, String> settings = Map.of("model", TinyModel.directory(), "dtype", "fp32");
    try (LocalJob job = LocalJob.start(directory, settings, slice -> slice)) {
      job.send(records);
      Map<Long, JsonNode> answers = job.completions(records.size());
      assertThat(answers).hasSize(records.size());
      String good = answers.get(1L).at("/choices/0/token_ids").toString();
      for (int i = 0; i < BAD.size(); i++) {
        JsonNode error = answers.get(2L * i).get("error");
        assertThat(error).as(BAD.get(i).get(0)).isNotNull();
        assertThat(error.get("param").asText("")).isIn(BAD.get(i).get(1), "null");
        assertThat(error.get("message").asText())
            .contains(BAD.get(i).get(2))
            .doesNotContain("Exception");
        assertThat(answers.get(2L * i + 1).at("/choices/0/token_ids").toString()).isEqualTo(good);
      }
      List<ConsumerRecord<byte[], byte[]>> letters = job.committed("dead-letters", BAD.size());
      assertThat(letters.stream().map(letter -> new String(letter.value(), UTF_8)))
          .containsExactlyInAnyOrderElementsOf(BAD.stream().map(bad -> bad.get(0)).toList());
    }
  }
}
