package io.dsd.model.chat;

import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

/** The methods of Python's strings that templates call; Java's differ in name or in meaning. */
final class PythonStrings extends ELResolver {

  @Override
  public Object invoke(
      ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
    if (!(base instanceof String text)) {
      return null;
    }
    if (method.equals("split")
        && arguments.length == 2
        && arguments[0] instanceof String separator
        && arguments[1] instanceof Number cuts) {
      context.setPropertyResolved(true);
      return split(text, separator, cuts.intValue());
    }
    if (!texts(arguments)) {
      return null;
    }
    String[] given = Arrays.copyOf(arguments, arguments.length, String[].class);
    Object result =
        switch (method + "/" + given.length) {
          case "strip/0" -> strip(text, true, true);
          case "lstrip/0" -> strip(text, true, false);
          case "rstrip/0" -> strip(text, false, true);
          case "strip/1" -> withoutTrailing(withoutLeading(text, given[0]), given[0]);
          case "lstrip/1" -> withoutLeading(text, given[0]);
          case "rstrip/1" -> withoutTrailing(text, given[0]);
          case "startswith/1" -> text.startsWith(given[0]);
          case "endswith/1" -> text.endsWith(given[0]);
          case "upper/0" -> text.toUpperCase(Locale.ROOT);
          case "lower/0" -> text.toLowerCase(Locale.ROOT);
          case "replace/2" -> text.replace(given[0], given[1]);
          case "title/0" -> title(text);
          case "split/1" -> split(text, given[0], -1);
          default -> null;
        };
    context.setPropertyResolved(result != null);
    return result;
  }

  /** Without the spaces at its ends, which in Python are more than in Java. */
  static String strip(String text, boolean leading, boolean trailing) {
    int from = 0;
    int to = text.length();
    while (leading && from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (trailing && from < to && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == '\u0085';
  }

  private static boolean texts(Object[] arguments) {
    return Arrays.stream(arguments).allMatch(String.class::isInstance);
  }

  private static String withoutLeading(String text, String characters) {
    int from = 0;
    while (from < text.length() && characters.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    return text.substring(from);
  }

  private static String withoutTrailing(String text, String characters) {
    int to = text.length();
    while (to > 0 && characters.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(0, to);
  }

  /** Every letter after something that is none in upper case, others in lower case. */
  private static String title(String text) {
    StringBuilder title = new StringBuilder();
    boolean inWord = false;
    for (int character : text.codePoints().toArray()) {
      title.appendCodePoint(
          inWord ? Character.toLowerCase(character) : Character.toTitleCase(character));
      inWord = Character.isLetter(character);
    }
    return title.toString();
  }

  /** At most {@code cuts} cuts, or all if that is negative. */
  private static List<String> split(String text, String separator, int cuts) {
    if (separator.isEmpty()) {
      throw new IllegalArgumentException("empty separator");
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(separator);
        at >= 0 && parts.size() != cuts;
        at = text.indexOf(separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** A text has no attributes: they are undefined, which is no error. */
  @Override
  public Object getValue(ELContext context, Object base, Object property) {
    context.setPropertyResolved(base instanceof String && property instanceof String);
    return null;
  }

  @Override
  public Class<?> getType(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {}

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
    return Collections.emptyIterator();
  }

  @Override
  public Class<?> getCommonPropertyType(ELContext context, Object base) {
    return null;
  }
}
