package io.dsd.kafka.prompt;

/** Values as error messages show them: as JSON, shortened. */
final class Shown {

  private static final int LONGEST = 60;

  private Shown() {}

  /** The parser's reason, without the parser's internals. */
  static String reason(String message) {
    String line =
        message
            .lines()
            .findFirst()
            .orElse("")
            .replaceAll("\\[Source: [^;]*; ([^]]*)\\]", "$1")
            .replaceAll(", from `[^`]*`", "");
    return line.length() <= 200 ? line : shorten(line);
  }

  static String of(Object value) {
    return shorten(value.toString());
  }

  static String name(String name) {
    return shorten(name);
  }

  private static String shorten(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }
}
