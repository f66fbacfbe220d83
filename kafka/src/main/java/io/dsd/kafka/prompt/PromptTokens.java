package io.dsd.kafka.prompt;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.message.Ints;
import io.dsd.message.request.Dialect;
import io.dsd.model.chat.ChatTemplate;
import io.dsd.model.chat.ChatTemplateException;
import io.dsd.model.tokenizer.Tokenizer;
import java.util.Optional;

/** Turns {@code prompt} or {@code messages} into token ids. */
final class PromptTokens {

  private final Tokenizer tokenizer;
  private final Optional<ChatTemplate> template;

  PromptTokens(Tokenizer tokenizer, Optional<ChatTemplate> template) {
    this.tokenizer = requireNonNull(tokenizer, "tokenizer");
    this.template = requireNonNull(template, "template");
  }

  /** Which of the two a record has. */
  static Dialect dialect(Fields fields) {
    boolean prompt = fields.find("prompt").isPresent();
    boolean messages = fields.find("messages").isPresent();
    if (prompt && messages) {
      throw new Refused(
          "conflicting_fields",
          "messages",
          "the record has both prompt and messages; exactly one of them is allowed");
    }
    if (!prompt && !messages) {
      throw new Refused(
          "missing_prompt",
          "prompt",
          "the record has neither prompt nor messages; exactly one of them is needed");
    }
    return prompt ? Dialect.COMPLETION : Dialect.CHAT;
  }

  static String field(Dialect dialect) {
    return switch (dialect) {
      case COMPLETION -> "prompt";
      case CHAT -> "messages";
    };
  }

  Ints read(Dialect dialect, JsonNode node) {
    Ints tokens =
        switch (dialect) {
          case COMPLETION -> node.isArray() ? ids(node) : plain(node);
          case CHAT -> rendered(node);
        };
    if (tokens.isEmpty()) {
      String field = field(dialect);
      throw Refused.value(field, "of at least one token", node);
    }
    return tokens;
  }

  private Ints plain(JsonNode node) {
    if (!node.isTextual()) {
      throw Refused.type("prompt", "a string or an array of token ids", node);
    }
    return tokenizer.encode(node.textValue(), true);
  }

  private Ints ids(JsonNode node) {
    int[] ids = new int[node.size()];
    int last = tokenizer.vocabularySize() - 1;
    for (int index = 0; index < ids.length; index++) {
      JsonNode id = node.get(index);
      String field = "prompt[" + index + "]";
      String allowed = "a token id from 0 to " + last;
      if (!id.isIntegralNumber()) {
        String hint = id.isTextual() || id.isArray() ? " (one prompt per record)" : "";
        throw Refused.type(field, allowed + hint, id);
      }
      if (!id.canConvertToInt() || id.intValue() < 0 || id.intValue() > last) {
        throw Refused.value(field, allowed, id);
      }
      ids[index] = id.intValue();
    }
    return Ints.of(ids);
  }

  private Ints rendered(JsonNode node) {
    ChatTemplate renderer =
        template.orElseThrow(
            () ->
                new Refused(
                    "no_chat_template",
                    "messages",
                    "the model has no chat template, so messages cannot be rendered: send prompt, or have a template configured"));
    try {
      return tokenizer.encode(renderer.render(Conversation.read(node)), false);
    } catch (ChatTemplateException refusal) {
      throw new Refused(
          "chat_template_error",
          "messages",
          "the model's chat template does not take these messages: "
              + Shown.reason(String.valueOf(refusal.getMessage())));
    }
  }
}
