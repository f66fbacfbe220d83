package io.dsd.kafka.option;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of the topics, all different.
 *
 * @param prompts where requests come from
 * @param completions where the one answer to each prompt record goes
 * @param deltas where pieces of answers go as they are generated; empty for none
 * @param deadLetters where records that were not served go, unchanged
 */
public record TopicNames(
    String prompts, String completions, Optional<String> deltas, String deadLetters) {

  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  /** Checks that the names are legal in Kafka and differ. */
  public TopicNames {
    requireNonNull(deltas, "deltas");
    Map<String, String> uses = new LinkedHashMap<>();
    claim(uses, "prompts", prompts);
    claim(uses, "completions", completions);
    deltas.ifPresent(name -> claim(uses, "deltas", name));
    claim(uses, "dead letters", deadLetters);
  }

  /** {@code prompts}, {@code completions}, {@code deltas} and {@code dead-letters}. */
  public static TopicNames standard() {
    return new TopicNames("prompts", "completions", Optional.of("deltas"), "dead-letters");
  }

  private static void claim(Map<String, String> uses, String use, String name) {
    requireNonNull(name, use);
    if (!LEGAL.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException(
          "the topic for %s is named '%s'; a name has 1 to 249 letters, digits, '.', '_' and '-'"
              .formatted(use, name));
    }
    String other = uses.put(name, use);
    if (other != null) {
      throw new IllegalArgumentException(
          "the topics for %s and %s are both named '%s'; each needs a name of its own"
              .formatted(other, use, name));
    }
  }
}
