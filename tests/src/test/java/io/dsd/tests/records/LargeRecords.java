package io.dsd.tests.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Records near the record size limit of 6 MiB, and beyond it. */
final class LargeRecords {

  private static final int MEGABYTE = 1 << 20;
  private static final String GOOD = "{\"prompt\": \"large\", \"max_tokens\": 3}";

  private LargeRecords() {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    cases.add(
        Case.refused(
            "a prompt of 5 MB",
            "{\"prompt\": \"%s\"}".formatted("word ".repeat(MEGABYTE)),
            "context_length_exceeded",
            "prompt",
            "512"));
    cases.add(
        Case.refused(
            "a prompt of one word of a megabyte",
            "{\"prompt\": \"%s\"}".formatted("a".repeat(MEGABYTE)),
            "context_length_exceeded",
            "prompt",
            "512"));
    cases.add(
        Case.served(
            "metadata of 5 MB",
            "{\"prompt\": \"large\", \"max_tokens\": 3, \"metadata\": {\"a\": \"%s\"}}"
                .formatted("m".repeat(5 * MEGABYTE))));
    cases.add(Case.served("a key of 400 KB", Sent.of(GOOD).withKey(noise(400 << 10))));
    cases.add(
        Case.served("a header of 5 MB", Sent.of(GOOD).withHeader("large", noise(5 * MEGABYTE))));
    cases.add(tooLarge("a value of 7 MB", Sent.of(noise(7 * MEGABYTE)), Fate.Left.VALUE));
    cases.add(
        tooLarge(
            "a good prompt of 7 MB",
            Sent.of(("{\"prompt\": \"a\"" + " ".repeat(7 * MEGABYTE) + "}").getBytes(UTF_8)),
            Fate.Left.VALUE));
    cases.add(
        tooLarge(
            "a header of 7 MB",
            Sent.of(GOOD).withKey("small".getBytes(UTF_8)).withHeader("large", noise(7 * MEGABYTE)),
            Fate.Left.KEY_AND_HEADERS));
    cases.add(
        tooLarge(
            "5 MB of key and 5 MB of value",
            Sent.of(noise(5 * MEGABYTE)).withKey(noise(5 * MEGABYTE)),
            Fate.Left.NOTHING));
    return cases;
  }

  /** Sent compressed, for its 40 MB are more than the topic takes. */
  static Case bomb() {
    return tooLarge("40 MB of zeros", Sent.of(new byte[40 * MEGABYTE]), Fate.Left.VALUE);
  }

  private static Case tooLarge(String name, Sent sent, Fate.Left left) {
    return Case.refused(name, sent, "record_too_large", "", "the limit is 6291456").without(left);
  }

  /** What cannot be compressed. */
  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }
}
