package io.dsd.model.chat;

import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * The function {@code strftime_now}: the local time in a format of Python's {@code strftime}, in
 * English; public because Jinjava calls it.
 */
public final class CurrentTime {

  static final String FUNCTION = "strftime_now";

  private static final String CLOCK = "the clock of " + FUNCTION;
  private static final Map<Character, String> PATTERNS =
      Map.ofEntries(
          Map.entry('a', "EEE"),
          Map.entry('A', "EEEE"),
          Map.entry('b', "MMM"),
          Map.entry('B', "MMMM"),
          Map.entry('d', "dd"),
          Map.entry('f', "SSSSSS"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('j', "DDD"),
          Map.entry('m', "MM"),
          Map.entry('M', "mm"),
          Map.entry('p', "a"),
          Map.entry('S', "ss"),
          Map.entry('y', "yy"),
          Map.entry('Y', "yyyy"));

  private CurrentTime() {}

  /** What a template must see so that it finds the function defined and the function a clock. */
  static Map<String, Object> bindings(Clock clock) {
    return Map.of(FUNCTION, FUNCTION, CLOCK, clock);
  }

  /** The time now in that format. */
  public static String format(String format) {
    Clock clock = (Clock) JinjavaInterpreter.getCurrent().getContext().get(CLOCK);
    LocalDateTime now = LocalDateTime.now(clock);
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < format.length(); at++) {
      char letter = format.charAt(at);
      if (letter == '%' && at + 1 < format.length()) {
        at++;
        text.append(field(now, format.charAt(at)));
      } else {
        text.append(letter);
      }
    }
    return text.toString();
  }

  private static String field(LocalDateTime now, char letter) {
    if (letter == '%') {
      return "%";
    }
    String pattern = PATTERNS.get(letter);
    if (pattern == null) {
      throw new InterpretException("the time format %" + letter + " is not supported");
    }
    return now.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH));
  }
}
