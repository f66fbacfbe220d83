package io.dsd.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.model.chat.ChatTemplate;
import io.dsd.model.chat.JinjaChatTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Finds the chat template of a Hugging Face directory. */
final class HuggingFaceChat {

  private HuggingFaceChat() {}

  /**
   * The template in {@code chat_template.jinja}, which wins in transformers too, or else under
   * {@code chat_template} in {@code tokenizer_config.json}.
   */
  static Optional<ChatTemplate> template(Path directory) {
    Path settings = directory.resolve("tokenizer_config.json");
    Path file = directory.resolve("chat_template.jinja");
    JsonFields fields = JsonFields.readIfThere(settings);
    boolean alone = Files.isRegularFile(file);
    Optional<String> text =
        alone
            ? Optional.of(read(file))
            : fields.find("chat_template").flatMap(HuggingFaceChat::named);
    return text.map(
        template ->
            new JinjaChatTemplate(
                template,
                (alone ? file : settings).toString(),
                special(fields, "bos_token"),
                special(fields, "eos_token")));
  }

  private static Optional<String> named(JsonNode template) {
    if (template.isTextual()) {
      return Optional.of(template.asText());
    }
    return StreamSupport.stream(template.spliterator(), false)
        .filter(one -> one.path("name").asText().equals("default"))
        .map(one -> one.path("template").asText())
        .findFirst();
  }

  private static String special(JsonFields fields, String field) {
    return fields
        .find(field)
        .map(token -> token.isObject() ? token.path("content").asText() : token.asText())
        .orElse("");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ModelException("%s cannot be read: %s.".formatted(file, e.getMessage()), e);
    }
  }
}
