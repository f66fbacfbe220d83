package io.dsd.tests.savepoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What must be the same whatever happens to the job: not times, nor how well was guessed.
 *
 * @param partition the prompt's
 * @param offset the prompt's
 * @param id of the request
 * @param tokens of the answer
 * @param text of the answer, or the error's message
 * @param end the finish reason, or the error's code
 */
record StoredAnswer(
    int partition, long offset, String id, List<Integer> tokens, String text, String end) {

  static StoredAnswer of(JsonNode answer) {
    boolean error = answer.has("error");
    JsonNode choice = answer.at("/choices/0");
    JsonNode text = choice.has("message") ? choice.at("/message/content") : choice.path("text");
    return new StoredAnswer(
        answer.at("/sequence/partition").asInt(),
        answer.at("/sequence/offset").asLong(),
        answer.path("id").asText(),
        StreamSupport.stream(choice.path("token_ids").spliterator(), false)
            .map(JsonNode::asInt)
            .toList(),
        (error ? answer.at("/error/message") : text).asText(),
        (error ? answer.at("/error/code") : choice.path("finish_reason")).asText());
  }
}
