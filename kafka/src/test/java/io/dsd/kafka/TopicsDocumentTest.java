package io.dsd.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.kafka.answer.AnswerJson;
import io.dsd.kafka.answer.DeltaJson;
import io.dsd.kafka.option.RecordLimit;
import io.dsd.kafka.prompt.PromptReader;
import io.dsd.kafka.prompt.RequestDefaults;
import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Acknowledgement;
import io.dsd.message.request.BlockCounts;
import io.dsd.message.request.Cancellation;
import io.dsd.message.request.Completion;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.Failure;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Request;
import io.dsd.message.request.RequestError;
import io.dsd.message.request.Speculation;
import io.dsd.model.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/topics.md} to the code: its examples are read, or have the fields written. */
class TopicsDocumentTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final Origin ORIGIN =
      new Origin(new SequenceId("prompts", 0, 1), 0, Optional.empty(), List.of());

  private final String document = read();

  @Test
  void everyExamplePromptIsServed() {
    List<String> prompts = examples("Prompts");
    assertThat(prompts).hasSize(4);
    PromptReader reader =
        new PromptReader(
            new AnyTokenizer(),
            Optional.of(messages -> "rendered"),
            100,
            RequestDefaults.standard(),
            RecordLimit.standard());
    String cancel = prompts.get(3);
    assertThat(reader.read(ORIGIN, Optional.of(Bytes.utf8(cancel))))
        .isInstanceOf(Cancellation.class);
    for (String prompt : prompts.subList(0, 3)) {
      assertThat(reader.read(ORIGIN, Optional.of(Bytes.utf8(prompt))))
          .as(prompt)
          .isInstanceOf(Request.class);
    }
  }

  @Test
  void theExampleAnswersHaveExactlyTheFieldsThatAreWritten() throws IOException {
    AnswerJson writer = new AnswerJson("tiny");
    List<String> answers = examples("Completions");
    assertThat(answers).hasSize(4);
    assertSameFields(answers.get(0), writer.write(completion(Dialect.COMPLETION)));
    assertSameFields(answers.get(1), writer.write(completion(Dialect.CHAT)));
    RequestError error = new RequestError("invalid_value", "temperature", "why");
    assertSameFields(answers.get(2), writer.write(new Failure(ORIGIN, "a", error)));
    assertSameFields(
        answers.get(3), writer.write(new Acknowledgement(ORIGIN, "a", ORIGIN.sequence(), true)));
  }

  @Test
  void theExamplePiecesHaveExactlyTheFieldsThatAreWritten() throws IOException {
    DeltaJson writer = new DeltaJson("tiny");
    List<String> pieces = examples("Deltas");
    assertThat(pieces).hasSize(2);
    assertSameFields(pieces.get(0), writer.write(delta(Dialect.COMPLETION)));
    assertSameFields(pieces.get(1), writer.write(delta(Dialect.CHAT)));
  }

  @Test
  void theTopicSizeIsThatOfTheStandardLimit() {
    assertThat(document)
        .contains("max.message.bytes=" + RecordLimit.standard().wireBytes())
        .contains("max.message.bytes=1048576");
  }

  private static void assertSameFields(String example, byte[] written) throws IOException {
    assertThat(fields("", MAPPER.readTree(example)))
        .isEqualTo(fields("", MAPPER.readTree(written)));
  }

  private static List<String> fields(String at, JsonNode node) {
    List<String> fields = new ArrayList<>();
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry -> {
                fields.add(at + "." + entry.getKey());
                fields.addAll(fields(at + "." + entry.getKey(), entry.getValue()));
              });
    } else if (node.isArray() && !node.isEmpty()) {
      fields.addAll(fields(at + "[]", node.get(0)));
    }
    return fields;
  }

  private List<String> examples(String chapter) {
    int from = document.indexOf("\n## " + chapter + "\n");
    int next = document.indexOf("\n## ", from + 1);
    return EXAMPLE
        .matcher(document.substring(from, next))
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }

  private static Completion completion(Dialect dialect) {
    Request request =
        new Request(
            ORIGIN,
            "a",
            dialect,
            Ints.of(1),
            Sampling.greedy(),
            1,
            List.of(),
            false,
            Optional.empty());
    boolean chat = dialect == Dialect.CHAT;
    Speculation speculation =
        Speculation.none("ngram")
            .plusRound(
                0, 0, 1, BlockCounts.none().plusRound("ngram", 1, 1, chat ? 0 : 1, chat ? 0 : 1));
    return new Completion(request, Ints.of(2), "b", FinishReason.STOP, speculation, 0);
  }

  private static Delta delta(Dialect dialect) {
    return new Delta(ORIGIN, "a", dialect, 0, Ints.of(2), 0, "b", Optional.empty());
  }

  private static String read() {
    try {
      return Files.readString(Path.of("..", "docs", "topics.md"));
    } catch (IOException missing) {
      throw new java.io.UncheckedIOException(missing);
    }
  }

  /** Every text is one token. */
  private static final class AnyTokenizer implements Tokenizer {
    @Override
    public Ints encode(String text, boolean addSpecialTokens) {
      return Ints.of(1);
    }

    @Override
    public String decode(Ints tokens) {
      return "";
    }

    @Override
    public int vocabularySize() {
      return 50_000;
    }

    @Override
    public String fingerprint() {
      return "any";
    }

    @Override
    public void close() {}
  }
}
