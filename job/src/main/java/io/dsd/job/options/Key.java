package io.dsd.job.options;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One key of the configuration file.
 *
 * @param name with dots between the sections, such as {@code kafka.delivery}
 * @param type of its values
 * @param setting its default, range and meaning
 */
record Key(String name, Class<?> type, Setting setting) {

  /** Every key, in the order of {@link Options}. */
  static List<Key> all() {
    List<Key> keys = new ArrayList<>();
    collect(Options.class, "", keys);
    return List.copyOf(keys);
  }

  private static void collect(Class<?> section, String prefix, List<Key> keys) {
    for (RecordComponent component : section.getRecordComponents()) {
      String name = prefix + kebab(component.getName());
      if (component.getType().isRecord()) {
        collect(component.getType(), name + ".", keys);
      } else {
        keys.add(new Key(name, component.getType(), component.getAnnotation(Setting.class)));
      }
    }
  }

  /** {@code bootstrapServers} as {@code bootstrap-servers}. */
  static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** Whether it has no default. */
  boolean required() {
    return setting.fallback().equals(Setting.REQUIRED);
  }

  /** Whether an empty text is a value, which then stands for none. */
  private boolean mayBeEmpty() {
    return setting.fallback().isEmpty();
  }

  /** Whether it takes everything below it as keys and values. */
  boolean isMap() {
    return type == Map.class;
  }

  /**
   * The value that {@code text} stands for.
   *
   * @throws OptionsException if it stands for none, or lies outside the range
   */
  Object parse(String text) {
    Object value;
    try {
      value = ValueType.parse(type, text.strip());
    } catch (IllegalArgumentException refused) {
      throw new OptionsException(problem(text), refused);
    }
    if (!inRange(value) || (text.isBlank() && !mayBeEmpty())) {
      throw new OptionsException(problem(text));
    }
    return value;
  }

  private boolean inRange(Object value) {
    if (!setting.min().isEmpty()) {
      int order = compare(value, setting.min());
      if (order < 0 || (order == 0 && setting.aboveMin())) {
        return false;
      }
    }
    return setting.max().isEmpty() || compare(value, setting.max()) <= 0;
  }

  @SuppressWarnings("unchecked")
  private int compare(Object value, String limit) {
    return ((Comparable<Object>) value).compareTo(ValueType.parse(type, limit));
  }

  private String problem(String text) {
    return "%s: '%s' is not allowed; give %s".formatted(name, text, allowed());
  }

  /** What is allowed, such as {@code a whole number from 1 to 64}. */
  String allowed() {
    String range = "";
    if (!setting.min().isEmpty() && !setting.max().isEmpty()) {
      range =
          (setting.aboveMin() ? " above " : " from ")
              + setting.min()
              + (setting.aboveMin() ? ", at most " : " to ")
              + setting.max();
    } else if (!setting.min().isEmpty()) {
      range = ", " + setting.min() + " or more";
    }
    String text =
        type == String.class && !mayBeEmpty() ? "text that is not empty" : ValueType.describe(type);
    return text + range;
  }
}
