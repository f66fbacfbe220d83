package io.dsd.job.bench.testbed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * Makes prompt records.
 *
 * @param chat whether a text is a user's message, which the model's template renders
 * @param tokens how many tokens an answer has at most
 * @param seed of every answer; without effect at temperature 0
 * @param stream whether pieces are asked for
 */
public record Prompts(boolean chat, int tokens, long seed, boolean stream) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The record for a text. */
  byte[] record(String text) {
    ObjectNode record = JSON.createObjectNode();
    if (chat) {
      record.putArray("messages").addObject().put("role", "user").put("content", text);
    } else {
      record.put("prompt", text);
    }
    record.put("max_tokens", tokens).put("temperature", 0).put("seed", seed).put("stream", stream);
    return record.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The same for shorter or longer answers. */
  public Prompts withTokens(int other) {
    return new Prompts(chat, other, seed, stream);
  }
}
