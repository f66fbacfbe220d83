package io.dsd.tests.playground;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What matters of answers, by the offset of their prompt: tokens and text, or the error. */
public final class Answers {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Answers() {}

  /** The prompts that have an answer. */
  static Set<Long> prompts(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream().map(Answers::prompt).collect(Collectors.toSet());
  }

  /** The one answer to each prompt; fails if one comes twice. */
  public static Map<Long, String> once(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Long, String> answers = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      assertThat(answers.put(prompt(record), answer(record)))
          .as("a second answer to %d", prompt(record))
          .isNull();
    }
    return answers;
  }

  /** The answer to each prompt, however often it came; fails if it was not the same each time. */
  public static Map<Long, String> atLeastOnce(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<Long, String> answers = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String before = answers.put(prompt(record), answer(record));
      assertThat(answer(record))
          .as("the answer to %d when it comes again", prompt(record))
          .isEqualTo(before == null ? answer(record) : before);
    }
    return answers;
  }

  private static long prompt(ConsumerRecord<byte[], byte[]> record) {
    return json(record).at("/sequence/offset").asLong();
  }

  private static String answer(ConsumerRecord<byte[], byte[]> record) {
    JsonNode json = json(record);
    return json.has("error")
        ? json.path("error").toString()
        : json.at("/choices/0/token_ids") + " " + json.at("/choices/0/text");
  }

  private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
    try {
      return JSON.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
