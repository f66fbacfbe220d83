package io.dsd.model.chat;

import java.util.List;

/** Renders a conversation the way the model was trained to read it; safe for several threads. */
public interface ChatTemplate {

  /**
   * The prompt of {@code messages}, with the opening of the assistant's answer at its end.
   *
   * @throws ChatTemplateException if the template refuses the messages or cannot be rendered
   */
  String render(List<ChatMessage> messages);
}
