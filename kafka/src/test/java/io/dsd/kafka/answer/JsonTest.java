package io.dsd.kafka.answer;

import static io.dsd.kafka.answer.Answers.completion;
import static io.dsd.kafka.answer.Answers.delta;
import static io.dsd.kafka.answer.Answers.failure;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.RequestError;
import java.io.IOException;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void aCompletionHasTheShapeOfACompletion() throws IOException {
    assertThat(parse(new AnswerJson("tiny").write(completion(Dialect.COMPLETION, "hi"))))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"id": "id-1", "object": "text_completion", "created": 1767225600, "model": "tiny",
                 "choices": [{"index": 0, "text": "hi", "token_ids": [8, 9],
                              "finish_reason": "length"}],
                 "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
                 "seed": -7,
                 "speculation": {"drafter": "ngram", "drafters": [{"name": "ngram", "rounds": 1}],
                   "rounds": 2, "drafted": 4, "accepted": 3,
                   "accepted_by_depth": [{"tried": 1, "accepted": 1}, {"tried": 1, "accepted": 0}],
                   "acceptance_length": 2.5,
                   "blocks": [{"depth": 2, "nodes": 4, "rounds": 1}], "cancelled_blocks": 3,
                   "draft_ms": 1.5, "slices_ms": 2.0, "queue_ms": 0.25,
                   "links_ms": 0.0, "replays": 1,
                   "relaxation": {"strength": 0.25, "judged": 3, "key": 1,
                                  "total_variation": 0.5}},
                 "sequence": {"topic": "prompts", "partition": 2, "offset": 17}}
                """));
  }

  @Test
  void theAnswerToAChatHasAMessage() throws IOException {
    JsonNode json = parse(new AnswerJson("tiny").write(completion(Dialect.CHAT, "hi")));
    assertThat(json.path("object").asText()).isEqualTo("chat.completion");
    assertThat(json.at("/choices/0/message"))
        .isEqualTo(MAPPER.readTree("{\"role\": \"assistant\", \"content\": \"hi\"}"));
    assertThat(json.at("/choices/0").has("text")).isFalse();
  }

  @Test
  void anErrorNamesTheFieldAndTheSequence() throws IOException {
    RequestError error = new RequestError("invalid_value", "top_p", "why");
    assertThat(parse(new AnswerJson("tiny").write(failure(error))))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"id": "id-1", "object": "error",
                 "error": {"message": "why", "type": "invalid_request_error", "param": "top_p",
                           "code": "invalid_value"},
                 "sequence": {"topic": "prompts", "partition": 2, "offset": 17}}
                """));
  }

  @Test
  void anErrorOfTheWholeRecordHasNoParamAndOneOfTheServiceAnotherType() throws IOException {
    JsonNode json =
        parse(new AnswerJson("tiny").write(failure(new RequestError("internal_error", "", "why"))));
    assertThat(json.at("/error/param").isNull()).isTrue();
    assertThat(json.at("/error/type").asText()).isEqualTo("server_error");
  }

  @Test
  void aPieceOfACompletionHasItsOffsets() throws IOException {
    assertThat(parse(new DeltaJson("tiny").write(delta(Dialect.COMPLETION, 4, Optional.empty()))))
        .isEqualTo(
            MAPPER.readTree(
                """
                {"id": "id-1", "object": "text_completion", "model": "tiny",
                 "choices": [{"index": 0, "text": "é", "token_ids": [8], "token_offset": 4,
                              "text_offset": 3, "finish_reason": null}],
                 "speculation": {"accepted": 0, "corrected": true},
                 "sequence": {"topic": "prompts", "partition": 2, "offset": 17}}
                """));
  }

  @Test
  void aPieceOfAChatNamesTheRoleOnceAndTheFinishAtTheEnd() throws IOException {
    DeltaJson writer = new DeltaJson("tiny");
    JsonNode first = parse(writer.write(delta(Dialect.CHAT, 0, Optional.empty())));
    JsonNode last = parse(writer.write(delta(Dialect.CHAT, 4, Optional.of(FinishReason.STOP))));
    assertThat(first.path("object").asText()).isEqualTo("chat.completion.chunk");
    assertThat(first.at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(last.at("/choices/0/delta").has("role")).isFalse();
    assertThat(last.at("/choices/0/delta/content").asText()).isEqualTo("é");
    assertThat(last.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void halfOfASurrogatePairBecomesTheReplacementCharacter() throws IOException {
    JsonNode json =
        parse(new AnswerJson("tiny").write(completion(Dialect.COMPLETION, "a\ud800b\ude00😀")));
    assertThat(json.at("/choices/0/text").asText()).isEqualTo("a\uFFFDb\uFFFD😀");
  }

  @Property
  void everyTextCanBeWritten(@ForAll String text, @ForAll String model) throws IOException {
    JsonNode json = parse(new AnswerJson(model).write(completion(Dialect.CHAT, text)));
    assertThat(json.at("/choices/0/message/content").asText()).isEqualTo(Json.wellFormed(text));
  }

  private static JsonNode parse(byte[] json) throws IOException {
    return MAPPER.readTree(json);
  }
}
