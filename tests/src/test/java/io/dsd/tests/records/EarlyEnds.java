package io.dsd.tests.records;

import java.util.ArrayList;
import java.util.List;

/** Deadlines and cancel records, good and bad ones. */
final class EarlyEnds {

  private static final String HEADER = "dsd-deadline";
  private static final String LONG = "{\"prompt\": \"late\", \"max_tokens\": 400}";
  private static final String SHORT = "{\"prompt\": \"in time\", \"max_tokens\": 4}";

  private EarlyEnds() {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (String past :
        List.of(
            "0",
            "-9223372036854775808",
            "1",
            "2020-01-01T00:00:00Z",
            "2020-01-01T00:00:00+18:00",
            " 7 ")) {
      cases.add(
          new Case(
              "the deadline " + past,
              Sent.of(LONG).withHeader(HEADER, past),
              new Fate.Ended("deadline")));
    }
    for (String future : List.of("9223372036854775807", "9000-01-01T00:00:00-12:00")) {
      cases.add(Case.served("the deadline " + future, Sent.of(SHORT).withHeader(HEADER, future)));
    }
    cases.add(
        Case.served(
            "the last of two deadlines",
            Sent.of(SHORT).withHeader(HEADER, "0").withHeader(HEADER, "9223372036854775807")));
    for (String none :
        List.of(
            "",
            "-",
            "soon",
            "1e3",
            "99999999999999999999",
            "2026-01-01",
            "2026-13-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z")) {
      cases.add(
          Case.refused(
              "the deadline '" + none + "'",
              Sent.of(SHORT).withHeader(HEADER, none),
              "invalid_value",
              HEADER,
              none,
              "2026-01-01T12:00:00Z"));
    }
    cases.add(
        Case.refused(
            "a deadline without a value",
            Sent.of(SHORT).withHeader(HEADER, (byte[]) null),
            "invalid_value",
            HEADER,
            "without a value"));
    cases.add(
        Case.refused(
            "a deadline that is not UTF-8",
            Sent.of(SHORT).withHeader(HEADER, Sent.bytes(0xff)),
            "invalid_value",
            HEADER,
            "\uFFFD"));
    nothingToCancel(cases);
    wrongCancel(cases, "\"prompts-0@1\"", "invalid_type", "cancel", "prompts-0@1");
    wrongCancel(cases, "true", "invalid_type", "cancel", "true");
    wrongCancel(cases, "{}", "missing_field", "cancel.topic", "missing");
    wrongCancel(cases, "{\"topic\": \"prompts\"}", "missing_field", "cancel.partition", "missing");
    wrongCancel(cases, place("prompts", "0", "null"), "missing_field", "cancel.offset", "missing");
    wrongCancel(cases, place("prompts", "0", "-1"), "invalid_value", "cancel.offset", "-1");
    wrongCancel(cases, place("prompts", "0", "1.0"), "invalid_type", "cancel.offset", "1.0");
    wrongCancel(cases, place("prompts", "\"0\"", "1"), "invalid_type", "cancel.partition", "\"0\"");
    wrongCancel(
        cases,
        place("prompts", "2147483648", "1"),
        "invalid_value",
        "cancel.partition",
        "2147483648");
    wrongCancel(cases, place("t".repeat(250), "0", "1"), "invalid_value", "cancel.topic", "250");
    wrongCancel(cases, place("", "0", "1"), "invalid_value", "cancel.topic", "not 0");
    wrongCancel(
        cases,
        "{\"topic\": \"prompts\", \"partition\": 0, \"offset\": 1, \"epoch\": 1}",
        "unknown_field",
        "cancel.epoch",
        "epoch");
    cases.add(
        Case.refused(
            "a cancelling prompt",
            "{\"prompt\": \"a\", \"cancel\": %s}".formatted(place("prompts", "0", "1")),
            "conflicting_fields",
            "prompt",
            "cancel"));
    return cases;
  }

  private static void nothingToCancel(List<Case> cases) {
    for (String place :
        List.of(
            place("prompts", "7", "1"),
            place("other", "0", "1"),
            place("prompts", "0", "9223372036854775807"))) {
      cases.add(
          new Case(
              "cancelling " + place,
              Sent.of("{\"cancel\": %s}".formatted(place)),
              new Fate.Acknowledged(false)));
    }
  }

  private static void wrongCancel(
      List<Case> cases, String cancel, String code, String field, String says) {
    cases.add(
        Case.refused(
            "cancelling " + cancel,
            "{\"cancel\": %s}".formatted(cancel),
            code,
            field,
            says,
            field));
  }

  private static String place(String topic, String partition, String offset) {
    return "{\"topic\": \"%s\", \"partition\": %s, \"offset\": %s}"
        .formatted(topic, partition, offset);
  }
}
