package io.dsd.job.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dsd.message.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/**
 * One prompt of a demonstration.
 *
 * @param title what stands above its answer
 * @param record its record on the prompts topic
 */
public record Prompt(String title, Bytes record) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is asked where nothing is. */
  public static final List<String> BUILT_IN =
      List.of(
          "What is the capital of France?",
          "Write a Python function that returns the larger of two numbers.",
          "Explain in two sentences why the sky is blue.");

  /**
   * A record for {@code text}.
   *
   * @param chat as a user's message, which the chat template renders; else as it stands
   */
  public static Prompt of(String text, boolean chat, boolean stream, OptionalLong seed) {
    ObjectNode object = JSON.createObjectNode();
    if (chat) {
      object.putArray("messages").addObject().put("role", "user").put("content", text);
    } else {
      object.put("prompt", text);
    }
    seed.ifPresent(value -> object.put("seed", value));
    if (stream) {
      object.put("stream", true);
    }
    return new Prompt(text, Bytes.owned(object.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** A line of a file, byte for byte. */
  public static Prompt line(int number, byte[] line) {
    return new Prompt("line " + number, Bytes.of(line));
  }
}
