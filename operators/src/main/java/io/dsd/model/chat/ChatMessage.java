package io.dsd.model.chat;

import static java.util.Objects.requireNonNull;

/**
 * One message of a conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param content its text
 */
public record ChatMessage(String role, String content) {

  /** Checks that nothing is null. */
  public ChatMessage {
    requireNonNull(role, "role");
    requireNonNull(content, "content");
  }
}
