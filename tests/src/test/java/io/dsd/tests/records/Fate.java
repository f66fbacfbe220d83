package io.dsd.tests.records;

import java.util.List;

/** What must become of a record. */
sealed interface Fate {

  /** It is answered with the tokens that the model alone says to it. */
  record Served() implements Fate {}

  /** It is answered, but for a reason of its own with fewer tokens than it asked for. */
  record Ended(String reason) implements Fate {}

  /** It cancels another one, or nothing. */
  record Acknowledged(boolean cancelled) implements Fate {}

  /**
   * It is refused.
   *
   * @param code the error's code
   * @param field the error's {@code param}; empty for the whole record
   * @param says what the error's message must say
   * @param left what is left out of its dead letter
   */
  record Refused(String code, String field, List<String> says, Left left) implements Fate {}

  /** What is left out of a dead letter. */
  enum Left {
    NOTHING,
    VALUE,
    KEY_AND_HEADERS
  }
}
