package io.dsd.tests.records;

import java.util.ArrayList;
import java.util.List;

/** Conversations that are none. */
final class WrongConversations {

  private WrongConversations() {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String role : List.of("king", "tool", "function", "", "User", "system\\u0000")) {
      cases.add(
          chat(
              "{\"role\": \"%s\", \"content\": \"a\"}".formatted(role),
              "invalid_value",
              ".role",
              role));
    }
    cases.add(chat("\"hi\"", "invalid_type", "", "\"hi\""));
    cases.add(chat("null", "invalid_type", "", "null"));
    cases.add(chat("{\"content\": \"a\"}", "missing_field", ".role", "missing"));
    cases.add(chat("{\"role\": 5, \"content\": \"a\"}", "invalid_type", ".role", "5"));
    cases.add(chat("{\"role\": \"user\"}", "missing_field", ".content", "missing"));
    cases.add(chat("{\"role\": \"user\", \"content\": null}", "invalid_type", ".content", "null"));
    cases.add(chat("{\"role\": \"user\", \"content\": 5}", "invalid_type", ".content", "5"));
    cases.add(
        chat(
            "{\"role\": \"user\", \"content\": \"a\", \"name\": \"b\"}",
            "unknown_field",
            ".name",
            "role and content"));
    cases.add(
        chat("{\"role\": \"user\", \"content\": [\"a\"]}", "invalid_type", ".content[0]", "\"a\""));
    cases.add(
        chat(
            "{\"role\": \"user\", \"content\": [{\"type\": \"image_url\", \"image_url\": {}}]}",
            "invalid_value",
            ".content[0].type",
            "image_url"));
    cases.add(
        chat(
            "{\"role\": \"user\", \"content\": [{\"type\": \"text\", \"text\": 5}]}",
            "invalid_type",
            ".content[0].text",
            "5"));
    cases.add(
        Case.refused(
            "20,000 messages",
            "{\"messages\": [%s{\"role\": \"user\", \"content\": \"\"}]}"
                .formatted("{\"role\": \"user\", \"content\": \"a\"}, ".repeat(19_999)),
            "context_length_exceeded",
            "messages",
            "512"));
    return cases;
  }

  private static Case chat(String message, String code, String at, String says) {
    return Case.refused(
        "the message " + message,
        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}, %s]}".formatted(message),
        code,
        "messages[1]" + at,
        "messages[1]" + at,
        says.replace("\\u0000", ""));
  }
}
