package io.dsd.tests.records;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Objects with fields that are unknown, unsupported, of a wrong type or out of range. */
final class WrongFields {

  /** Values of wrong types, by field. */
  private static final Map<String, List<String>> TYPES =
      Map.ofEntries(
          Map.entry("prompt", List.of("true", "5", "{\"a\": 1}")),
          Map.entry("messages", List.of("\"hi\"", "5", "{}")),
          Map.entry("max_tokens", List.of("\"5\"", "1.5", "true", "[5]", "1.0", "1E+400")),
          Map.entry("max_completion_tokens", List.of("\"5\"", "{}")),
          Map.entry("temperature", List.of("\"hot\"", "true", "[0]", "{}", "\"NaN\"")),
          Map.entry("top_p", List.of("\"1\"", "false")),
          Map.entry("top_k", List.of("\"5\"", "2.5")),
          Map.entry("seed", List.of("\"1\"", "1.5", "[]")),
          Map.entry("stop", List.of("5", "true", "{}")),
          Map.entry("stream", List.of("\"yes\"", "1", "[]")),
          Map.entry("id", List.of("7", "[]", "{}")),
          Map.entry("model", List.of("5")),
          Map.entry("user", List.of("{}")),
          Map.entry("metadata", List.of("\"x\"", "[]")),
          Map.entry("stream_options", List.of("true")));

  /** Values out of range, by field. */
  private static final Map<String, List<String>> RANGES =
      Map.of(
          "max_tokens",
              List.of("0", "-1", "2147483648", "9223372036854775808", "1" + "0".repeat(50)),
          "max_completion_tokens", List.of("0", "-9223372036854775808"),
          "temperature", List.of("-1", "-1E-300", "2.0000001", "1E+400", "-1E+400", "1E+308"),
          "top_p", List.of("0", "-0.5", "1.0000001", "1E+400", "1E-400"),
          "top_k", List.of("-2", "2147483648"),
          "seed", List.of("9223372036854775808", "-9223372036854775809"),
          "prompt", List.of("\"\"", "[]"),
          "messages", List.of("[]"));

  /** Values that ask for what is not supported, by field. */
  private static final Map<String, List<String>> UNSUPPORTED =
      Map.ofEntries(
          Map.entry("n", List.of("3", "0", "\"1\"")),
          Map.entry("best_of", List.of("2")),
          Map.entry("presence_penalty", List.of("0.5")),
          Map.entry("frequency_penalty", List.of("-2")),
          Map.entry("logprobs", List.of("true", "5")),
          Map.entry("top_logprobs", List.of("2")),
          Map.entry("echo", List.of("true")),
          Map.entry("suffix", List.of("\"x\"")),
          Map.entry("logit_bias", List.of("{\"5\": -100}")),
          Map.entry("tools", List.of("[{}]")),
          Map.entry("functions", List.of("[{}]")),
          Map.entry("tool_choice", List.of("\"auto\"")),
          Map.entry("function_call", List.of("\"auto\"")),
          Map.entry("response_format", List.of("{\"type\": \"json_object\"}")));

  private WrongFields() {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    TYPES.forEach((field, values) -> add(cases, field, values, "invalid_type"));
    RANGES.forEach((field, values) -> add(cases, field, values, "invalid_value"));
    UNSUPPORTED.forEach((field, values) -> add(cases, field, values, "unsupported_parameter"));
    for (String name : List.of("promt", "Prompt", "prompt ", "__proto__", "dsd", "\\u0000", "")) {
      cases.add(
          Case.refused(
              "the unknown field '" + name + "'",
              "{\"prompt\": \"a\", \"%s\": null}".formatted(name),
              "unknown_field",
              name.replace("\\u0000", "\0"),
              "unknown",
              "max_completion_tokens"));
    }
    cases.add(
        Case.refused(
            "an unknown field of 40,000 letters",
            "{\"prompt\": \"a\", \"%s\": 1}".formatted("n".repeat(40_000)),
            "unknown_field",
            "n".repeat(60) + "…",
            "unknown"));
    cases.add(
        Case.refused("no field", "{}", "missing_prompt", "prompt", "neither prompt nor messages"));
    cases.add(
        Case.refused(
            "only nulls",
            "{\"prompt\": null, \"messages\": null}",
            "missing_prompt",
            "prompt",
            "neither prompt nor messages"));
    cases.add(
        Case.refused(
            "prompt and messages",
            "{\"prompt\": \"a\", \"messages\": [{\"role\": \"user\", \"content\": \"b\"}]}",
            "conflicting_fields",
            "messages",
            "both prompt and messages"));
    cases.add(
        Case.refused(
            "two limits",
            "{\"prompt\": \"a\", \"max_tokens\": 3, \"max_completion_tokens\": 4}",
            "conflicting_fields",
            "max_completion_tokens",
            "is 4",
            "is 3"));
    stops(cases);
    tokenIds(cases);
    return cases;
  }

  private static void stops(List<Case> cases) {
    cases.add(Case.field("stop", "\"\"", "invalid_value", "not empty"));
    cases.add(
        Case.refused(
            "five stops",
            stop("[\"a\",\"b\",\"c\",\"d\",\"e\"]"),
            "invalid_value",
            "stop",
            "5",
            "up to 4"));
    cases.add(
        Case.refused(
            "100,000 stops",
            stop("[" + "\"a\",".repeat(99_999) + "\"b\"]"),
            "invalid_value",
            "stop",
            "100000"));
    cases.add(
        Case.refused(
            "an empty stop", stop("[\"a\", \"\"]"), "invalid_value", "stop[1]", "not empty"));
    cases.add(
        Case.refused("a stop that is null", stop("[null]"), "invalid_type", "stop[0]", "null"));
    cases.add(
        Case.refused(
            "a stop that is a list", stop("[[\"a\"]]"), "invalid_type", "stop[0]", "[\"a\"]"));
    cases.add(
        Case.refused(
            "an empty id", "{\"prompt\": \"a\", \"id\": \"\"}", "invalid_value", "id", "not 0"));
    cases.add(
        Case.refused(
            "an id of 513",
            "{\"prompt\": \"a\", \"id\": \"%s\"}".formatted("i".repeat(513)),
            "invalid_value",
            "id",
            "not 513"));
  }

  private static String stop(String value) {
    return "{\"prompt\": \"a\", \"stop\": %s}".formatted(value);
  }

  private static void tokenIds(List<Case> cases) {
    for (String id : List.of("-1", "320", "2147483648", "9223372036854775808")) {
      cases.add(
          ids("the token id " + id, "[7, %s]".formatted(id), "invalid_value", "prompt[1]", id));
    }
    for (String id : List.of("1.5", "\"a\"", "true", "null", "[1,2]", "1E400")) {
      cases.add(
          ids("the token id " + id, "[%s]".formatted(id), "invalid_type", "prompt[0]", "319"));
    }
    cases.add(ids("512 token ids", tokens(512), "context_length_exceeded", "prompt", "512"));
    cases.add(
        ids("100,000 token ids", tokens(100_000), "context_length_exceeded", "prompt", "100000"));
  }

  private static String tokens(int count) {
    return "[" + "7, ".repeat(count - 1) + "8]";
  }

  private static Case ids(String name, String ids, String code, String field, String says) {
    return Case.refused(name, "{\"prompt\": %s}".formatted(ids), code, field, says, field);
  }

  private static void add(List<Case> cases, String field, List<String> values, String code) {
    values.forEach(value -> cases.add(Case.field(field, value, code)));
  }
}
