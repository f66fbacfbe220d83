package io.dsd.tests.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Records with odd keys, headers and timestamps, good and bad ones. */
final class OddEnvelopes {

  private static final String GOOD = "{\"prompt\": \"odd\", \"max_tokens\": 4}";

  private OddEnvelopes() {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    both(cases, "an empty key", sent -> sent.withKey(new byte[0]));
    both(cases, "a key that is not UTF-8", sent -> sent.withKey(Sent.bytes(0xff, 0xfe, 0)));
    both(cases, "a key of 513 bytes", sent -> sent.withKey("k".repeat(513).getBytes(UTF_8)));
    both(cases, "a key with a NUL and a quote", sent -> sent.withKey("a\0\"\n".getBytes(UTF_8)));
    both(cases, "a header without a value", sent -> sent.withHeader("null", (byte[]) null));
    both(cases, "an empty header", sent -> sent.withHeader("", ""));
    both(cases, "a header that is not UTF-8", sent -> sent.withHeader("raw", Sent.bytes(0xff, 0)));
    both(
        cases,
        "a header three times",
        sent ->
            sent.withHeader("a", "1")
                .withHeader("b", "2")
                .withHeader("a", "3")
                .withHeader("a", "1"));
    both(cases, "an odd header name", sent -> sent.withHeader("\0\n\"é\uD83D\uDE00=;", "x"));
    both(cases, "a header name of 70,000", sent -> sent.withHeader("n".repeat(70_000), "x"));
    both(cases, "2,000 headers", OddEnvelopes::manyHeaders);
    both(
        cases,
        "the headers of a dead letter",
        sent ->
            sent.withHeader("dsd-error-code", "mine").withHeader("dsd-sequence", "prompts-0@0"));
    both(cases, "a timestamp of 1970", sent -> sent.at(0));
    both(cases, "no timestamp", sent -> sent.at(-1));
    both(
        cases,
        "a timestamp in half an hour",
        sent -> sent.at(System.currentTimeMillis() + Duration.ofMinutes(30).toMillis()));
    return cases;
  }

  private static Sent manyHeaders(Sent sent) {
    Sent more = sent;
    for (int number = 0; number < 2000; number++) {
      more = more.withHeader("h" + number % 7, Integer.toString(number));
    }
    return more;
  }

  private static void both(List<Case> cases, String name, UnaryOperator<Sent> change) {
    cases.add(Case.served(name, GOOD).sent(change));
    cases.add(
        Case.refused(name + ", and a bad value", "{\"prompt\": 5}", "invalid_type", "prompt", "5")
            .sent(change));
  }
}
