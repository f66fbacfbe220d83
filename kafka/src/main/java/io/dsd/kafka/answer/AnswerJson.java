package io.dsd.kafka.answer;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.message.request.Acknowledgement;
import io.dsd.message.request.Answer;
import io.dsd.message.request.BlockCounts;
import io.dsd.message.request.BlockCounts.DrafterCount;
import io.dsd.message.request.BlockCounts.ShapeCount;
import io.dsd.message.request.Completion;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.Failure;
import io.dsd.message.request.Request;
import io.dsd.message.request.RequestError;
import io.dsd.message.request.Speculation;
import io.dsd.message.round.Leeway;
import java.util.concurrent.TimeUnit;

/**
 * Answers as JSON with the field names of the OpenAI completions and chat APIs; the fields beyond
 * them are described in {@code docs/topics.md}. Every answer has a form: writing cannot fail.
 */
public final class AnswerJson {

  private final String model;

  /**
   * A writer of answers.
   *
   * @param model the model's name, as answers tell it
   */
  public AnswerJson(String model) {
    this.model = requireNonNull(model, "model");
  }

  /** The JSON of {@code answer}, as UTF-8. */
  public byte[] write(Answer answer) {
    if (answer instanceof Completion completion) {
      return Json.bytes(completion(completion));
    }
    if (answer instanceof Acknowledgement acknowledgement) {
      return Json.bytes(acknowledgement(acknowledgement));
    }
    return Json.bytes(failure((Failure) answer));
  }

  private ObjectNode completion(Completion completion) {
    Request request = completion.request();
    boolean chat = request.dialect() == Dialect.CHAT;
    ObjectNode object = Json.object();
    object.put("id", Json.wellFormed(request.id()));
    object.put("object", chat ? "chat.completion" : "text_completion");
    object.put("created", TimeUnit.MILLISECONDS.toSeconds(completion.createdMillis()));
    object.put("model", Json.wellFormed(model));
    ObjectNode choice = object.putArray("choices").addObject();
    choice.put("index", 0);
    String text = Json.wellFormed(completion.text());
    if (chat) {
      choice.putObject("message").put("role", "assistant").put("content", text);
    } else {
      choice.put("text", text);
    }
    Json.putTokens(choice, completion.tokens());
    choice.put("finish_reason", completion.finishReason().word());
    putUsage(object, request.prompt().size(), completion.tokens().size());
    object.put("seed", request.sampling().seed());
    putSpeculation(object, completion);
    Json.putSequence(object, completion.origin().sequence());
    return object;
  }

  private static void putUsage(ObjectNode object, int prompt, int generated) {
    object
        .putObject("usage")
        .put("prompt_tokens", prompt)
        .put("completion_tokens", generated)
        .put("total_tokens", prompt + generated);
  }

  private static void putSpeculation(ObjectNode object, Completion completion) {
    Speculation speculation = completion.speculation();
    BlockCounts blocks = speculation.blocks();
    ObjectNode node = object.putObject("speculation");
    node.put("drafter", Json.wellFormed(speculation.drafter()));
    ArrayNode drafters = node.putArray("drafters");
    for (DrafterCount count : blocks.drafters()) {
      drafters.addObject().put("name", Json.wellFormed(count.name())).put("rounds", count.rounds());
    }
    node.put("rounds", speculation.rounds())
        .put("drafted", speculation.drafted())
        .put("accepted", speculation.accepted());
    ArrayNode depths = node.putArray("accepted_by_depth");
    for (int depth = 0; depth < blocks.tried().size(); depth++) {
      depths
          .addObject()
          .put("tried", blocks.tried().get(depth))
          .put("accepted", blocks.accepted().get(depth));
    }
    node.put("acceptance_length", speculation.acceptanceLength());
    ArrayNode shapes = node.putArray("blocks");
    for (ShapeCount count : blocks.shapes()) {
      shapes
          .addObject()
          .put("depth", count.depth())
          .put("nodes", count.nodes())
          .put("rounds", count.rounds());
    }
    node.put("cancelled_blocks", blocks.cancelled())
        .put("draft_ms", millis(speculation.spent().draftNanos()))
        .put("slices_ms", millis(speculation.spent().sliceNanos()))
        .put("queue_ms", millis(speculation.spent().queueNanos()))
        .put("links_ms", millis(speculation.spent().linkNanos()))
        .put("replays", speculation.replays());
    if (completion.request().relaxation() > 0) {
      putRelaxation(node, completion.request().relaxation(), speculation.leeway());
    }
  }

  private static void putRelaxation(ObjectNode speculation, double strength, Leeway leeway) {
    speculation
        .putObject("relaxation")
        .put("strength", strength)
        .put("judged", leeway.judged())
        .put("key", leeway.key())
        .put("total_variation", leeway.totalVariation());
  }

  private static ObjectNode failure(Failure failure) {
    RequestError error = failure.error();
    ObjectNode object = Json.object();
    object.put("id", Json.wellFormed(failure.id()));
    object.put("object", "error");
    ObjectNode details = object.putObject("error");
    details.put("message", Json.wellFormed(error.message()));
    details.put(
        "type", error.code().equals("internal_error") ? "server_error" : "invalid_request_error");
    if (error.field().isEmpty()) {
      details.putNull("param");
    } else {
      details.put("param", Json.wellFormed(error.field()));
    }
    details.put("code", Json.wellFormed(error.code()));
    Json.putSequence(object, failure.origin().sequence());
    return object;
  }

  private static ObjectNode acknowledgement(Acknowledgement acknowledgement) {
    ObjectNode object = Json.object();
    object.put("id", Json.wellFormed(acknowledgement.id()));
    object.put("object", "cancellation");
    object.put("cancelled", acknowledgement.cancelled());
    Json.putSequence(object, "target", acknowledgement.target());
    Json.putSequence(object, acknowledgement.origin().sequence());
    return object;
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}
