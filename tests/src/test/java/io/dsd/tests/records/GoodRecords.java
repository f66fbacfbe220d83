package io.dsd.tests.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Records that are served, the odd ones first. */
final class GoodRecords {

  private static final List<String> TEXTS =
      List.of(
          "Once",
          " ",
          "\\n\\n",
          "a\\u0000b",
          "\\ud83d\\ude00 ok",
          "\\u202e\\ufeff\\u200b",
          "日本語",
          "<|im_end|>",
          "{{ 7 * 7 }}{% raw %}",
          "${jndi:ldap://localhost/a} %s %n {}");

  /** What may stand beside a prompt. */
  private static final List<String> BESIDE =
      List.of(
          "\"temperature\": -0.0",
          "\"temperature\": 1E-320",
          "\"temperature\": 1E-400",
          "\"temperature\": 2, \"seed\": -9223372036854775808",
          "\"temperature\": 0.1e1, \"seed\": 9223372036854775807",
          "\"top_p\": 1E-320, \"temperature\": 2",
          "\"top_k\": 2147483647, \"temperature\": 1, \"top_p\": 0.999999999999999999999999",
          "\"top_k\": -1, \"temperature\": 1",
          "\"seed\": null, \"top_k\": null, \"stop\": null, \"stream\": null, \"id\": null",
          "\"n\": 1.0, \"logprobs\": false, \"tools\": [], \"response_format\": {\"type\": \"text\"}",
          "\"max_completion_tokens\": 5",
          "\"stream\": true",
          "\"stop\": []",
          "\"id\": \"\\u0000\\ud83d\\ude00\"",
          "\"model\": \"\", \"user\": \"\", \"metadata\": {\"\": [[]]}, \"stream_options\": {}");

  private GoodRecords() {}

  static List<Case> cases(int count, Random random) {
    List<Case> cases = odd();
    while (cases.size() < count) {
      cases.add(ordinary(cases.size(), random));
    }
    return cases;
  }

  static Case last() {
    return fields("the last one", "\"prompt\": \"last\"");
  }

  private static List<Case> odd() {
    List<Case> cases = new ArrayList<>();
    for (String text : TEXTS) {
      cases.add(fields("the prompt " + text, "\"prompt\": \"" + text + "\""));
      cases.add(fields("the message " + text, messages("user", "\"" + text + "\"")));
    }
    cases.add(fields("an empty message", messages("user", "\"\"")));
    cases.add(
        fields(
            "parts",
            messages(
                "developer",
                "[{\"type\": \"text\", \"text\": \"a\"}, {\"type\": \"text\", \"text\": \"b\"}]")));
    for (String id : List.of("0", "319", "7, 8, 9")) {
      cases.add(fields("the token ids " + id, "\"prompt\": [" + id + "]"));
    }
    cases.add(fields("511 token ids", "\"prompt\": [" + "7, ".repeat(510) + "8]"));
    for (String beside : BESIDE) {
      cases.add(fields(beside, "\"prompt\": \"with\", " + beside));
    }
    cases.add(Case.served("white space", "\r\n\t {\"max_tokens\":\n5 ,\"prompt\"\t:\"a\"}\n\n"));
    cases.add(
        Case.served("the largest max_tokens", "{\"prompt\": \"all\", \"max_tokens\": 2147483647}"));
    cases.add(
        fields(
            "a stop text of 100,000 letters",
            "\"prompt\": \"on\", \"stop\": \"%s\"".formatted("s".repeat(100_000))));
    for (int twin = 0; twin < 3; twin++) {
      cases.add(fields("the same id and prompt", "\"prompt\": \"twin\", \"id\": \"twin\""));
      cases.add(fields("the same id", "\"prompt\": \"twin %d\", \"id\": \"twin\"".formatted(twin)));
    }
    return cases;
  }

  private static String messages(String role, String content) {
    return "\"messages\": [{\"role\": \"%s\", \"content\": %s}]".formatted(role, content);
  }

  private static Case fields(String name, String fields) {
    return Case.served(name, "{%s, \"max_tokens\": 5}".formatted(fields));
  }

  private static Case ordinary(int number, Random random) {
    StringBuilder text = new StringBuilder();
    for (int word = random.nextInt(1, 20); word > 0; word--) {
      text.append(Integer.toString(random.nextInt(), 36)).append(' ');
    }
    String body =
        String.format(
            Locale.ROOT,
            "{\"prompt\": \"%s\", \"max_tokens\": %d, \"temperature\": %.2f, \"top_p\": %.2f,"
                + " \"top_k\": %d, \"seed\": %d, \"stream\": %s}",
            text,
            random.nextInt(1, 12),
            random.nextBoolean() ? 0 : random.nextDouble(),
            random.nextDouble(0.1, 1),
            random.nextInt(-1, 50),
            random.nextLong(),
            random.nextBoolean());
    Sent sent = Sent.of(body);
    return Case.served(
        "an ordinary prompt, number " + number,
        random.nextBoolean() ? sent : sent.withKey(("key-" + number % 10).getBytes(UTF_8)));
  }
}
