package io.dsd.tests.savepoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prompts and their answers. Those whose id begins with {@code early} are answered before the
 * savepoint is taken; of the others some have tokens by then, and some wait.
 *
 * @param prompts in the order they are sent
 * @param answers of a run that nothing disturbed
 */
record Scenario(List<StoredPrompt> prompts, List<StoredAnswer> answers) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final long BEGIN = 1_790_000_000_000L;

  /** After so many forward passes of the first slice some sequences have tokens. */
  static final int PASSES = 25;

  private static final List<String> EARLY =
      List.of(
          """
          {"id": "early-greedy", "prompt": "One", "max_tokens": 2, "temperature": 0}""",
          """
          {"id": "early-refused", "prompt": "Two", "max_tokens": -1}""");

  private static final List<String> LATER =
      List.of(
          """
          {"id": "greedy", "prompt": "The quick brown fox", "max_tokens": 200, "temperature": 0,
           "stream": true}""",
          """
          {"id": "seeded", "prompt": "jumps over", "max_tokens": 200, "temperature": 0.8,
           "seed": 7, "stream": true}""",
          """
          {"id": "chat", "messages": [{"role": "user", "content": "Who is lazy?"}],
           "max_tokens": 150, "temperature": 0.7, "top_p": 0.9, "seed": 3}""",
          """
          {"id": "stop", "prompt": "the lazy dog", "max_tokens": 300, "temperature": 1,
           "seed": 11, "stop": ["streamcu", "no such text"]}""",
          """
          {"id": "waiting-greedy", "prompt": "and then", "max_tokens": 40, "temperature": 0}""",
          """
          {"id": "waiting-chat", "messages": [{"role": "system", "content": "Be brief."},
           {"role": "user", "content": "Why?"}], "max_tokens": 40, "temperature": 0.9,
           "top_k": 20, "stream": true}""",
          """
          {"id": "waiting-stop", "prompt": "it slept", "max_tokens": 200, "temperature": 1,
           "seed": 5, "stop": "e"}""",
          """
          {"id": "waiting-derived", "prompt": "until noon", "max_tokens": 60}""");

  /** The prompts, in turn to each partition; their answers are not known yet. */
  static List<StoredPrompt> prompts(int partitions) {
    List<String> values = Stream.concat(EARLY.stream(), LATER.stream()).toList();
    return IntStream.range(0, values.size())
        .mapToObj(
            number ->
                new StoredPrompt(
                    number % partitions,
                    BEGIN + number,
                    number % 2 == 0 ? "" : "key-" + number,
                    new TreeMap<>(number % 3 == 0 ? Map.of("trace", "t" + number) : Map.of()),
                    values.get(number)))
        .toList();
  }

  /** The answers to expect of a job that goes on from the savepoint, in the order of their ids. */
  List<StoredAnswer> open() {
    return answers.stream().filter(answer -> !answer.id().startsWith("early")).toList();
  }

  void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }

  static Scenario read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Scenario.class);
  }
}
