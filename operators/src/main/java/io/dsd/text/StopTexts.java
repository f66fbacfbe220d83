package io.dsd.text;

import java.util.List;

/**
 * The texts that end an answer.
 *
 * @param texts none of them empty
 */
record StopTexts(List<String> texts) {

  StopTexts {
    texts = List.copyOf(texts);
    if (texts.contains("")) {
      throw new IllegalArgumentException("a stop text is empty, which would end every answer");
    }
  }

  /** Where in {@code text} the first of them begins; its length if none occurs. */
  int earliest(StringBuilder text) {
    int earliest = text.length();
    for (String stop : texts) {
      int found = text.indexOf(stop);
      if (found >= 0) {
        earliest = Math.min(earliest, found);
      }
    }
    return earliest;
  }

  /**
   * Where {@code text} begins to end in the beginning of one of them; its length if it does not.
   */
  int earliestPossible(StringBuilder text) {
    int earliest = text.length();
    for (String stop : texts) {
      int from = Math.max(0, text.length() - stop.length() + 1);
      while (from < earliest && !startsWith(stop, text, from)) {
        from++;
      }
      earliest = Math.min(earliest, from);
    }
    return earliest;
  }

  private static boolean startsWith(String stop, StringBuilder text, int from) {
    for (int index = from; index < text.length(); index++) {
      if (text.charAt(index) != stop.charAt(index - from)) {
        return false;
      }
    }
    return true;
  }
}
