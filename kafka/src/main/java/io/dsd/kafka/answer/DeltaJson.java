package io.dsd.kafka.answer;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Dialect;

/**
 * Pieces of answers as JSON chunks of the OpenAI APIs, with the offsets by which a reader drops
 * repeats. Every piece has a form: writing cannot fail.
 */
public final class DeltaJson {

  private final String model;

  /**
   * A writer of pieces.
   *
   * @param model the model's name, as chunks tell it
   */
  public DeltaJson(String model) {
    this.model = requireNonNull(model, "model");
  }

  /** The JSON of {@code delta}, as UTF-8. */
  public byte[] write(Delta delta) {
    boolean chat = delta.dialect() == Dialect.CHAT;
    ObjectNode object = Json.object();
    object.put("id", Json.wellFormed(delta.id()));
    object.put("object", chat ? "chat.completion.chunk" : "text_completion");
    object.put("model", Json.wellFormed(model));
    ObjectNode choice = object.putArray("choices").addObject();
    choice.put("index", 0);
    String text = Json.wellFormed(delta.text());
    if (chat) {
      ObjectNode message = choice.putObject("delta");
      if (delta.tokenOffset() == 0) {
        message.put("role", "assistant");
      }
      message.put("content", text);
    } else {
      choice.put("text", text);
    }
    Json.putTokens(choice, delta.tokens());
    choice.put("token_offset", delta.tokenOffset());
    choice.put("text_offset", delta.textOffset());
    delta
        .finishReason()
        .ifPresentOrElse(
            reason -> choice.put("finish_reason", reason.word()),
            () -> choice.putNull("finish_reason"));
    object
        .putObject("speculation")
        .put("accepted", delta.accepted())
        .put("corrected", delta.corrected());
    Json.putSequence(object, delta.origin().sequence());
    return Json.bytes(object);
  }
}
