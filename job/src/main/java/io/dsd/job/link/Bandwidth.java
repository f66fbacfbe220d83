package io.dsd.job.link;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bandwidths as flags give them, such as {@code 100mbit}. */
public final class Bandwidth {

  private static final Map<String, Long> UNITS =
      Map.of("kbit", 1_000L, "mbit", 1_000_000L, "gbit", 1_000_000_000L);
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9}) ?([kmg]bit)");

  private Bandwidth() {}

  /**
   * Bits per second.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static long parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
      throw new IllegalArgumentException(
          "give a whole number above 0 and a unit (kbit, mbit or gbit, per second), such as 100mbit");
    }
    return Long.parseLong(matcher.group(1)) * UNITS.get(matcher.group(2));
  }

  /** The text of so many bits per second. */
  public static String print(long bitsPerSecond) {
    if (bitsPerSecond == LinkShape.UNLIMITED) {
      return "unlimited";
    }
    return UNITS.entrySet().stream()
        .filter(unit -> bitsPerSecond % unit.getValue() == 0)
        .max(Map.Entry.comparingByValue())
        .map(unit -> bitsPerSecond / unit.getValue() + unit.getKey())
        .orElse(bitsPerSecond + "bit");
  }
}
