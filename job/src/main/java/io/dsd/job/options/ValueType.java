package io.dsd.job.options;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;

/** The types of settings: how a value is written in the file, read from it, and described. */
final class ValueType {

  private ValueType() {}

  /**
   * The value that {@code text} stands for; throws IllegalArgumentException if it stands for none.
   */
  static Object parse(Class<?> type, String text) {
    if (type == String.class) {
      return text;
    } else if (type == int.class) {
      return Integer.valueOf(text);
    } else if (type == double.class) {
      return finite(Double.parseDouble(text));
    } else if (type == boolean.class) {
      return bool(text);
    } else if (type == Duration.class) {
      return TimeUtils.parseDuration(text);
    } else if (type == MemorySize.class) {
      return MemorySize.parse(text);
    } else if (type == Map.class) {
      return Map.of();
    } else if (type == Slices.class) {
      return Slices.parse(text);
    } else if (type == Machines.class) {
      return Machines.parse(text);
    } else if (type == DeviceChoice.class) {
      return DeviceChoice.parse(text);
    } else if (type.isEnum()) {
      return constant(type, text);
    }
    throw new IllegalStateException("no setting can be of " + type);
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("not a finite number");
    }
    return value;
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static Object constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(each -> print(each).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "not one of " + Arrays.toString(type.getEnumConstants())));
  }

  /** What values of the type look like, such as {@code a whole number}. */
  static String describe(Class<?> type) {
    if (type == String.class) {
      return "text";
    } else if (type == int.class) {
      return "a whole number";
    } else if (type == double.class) {
      return "a number";
    } else if (type == boolean.class) {
      return "true or false";
    } else if (type == Duration.class) {
      return "a duration (such as 200ms or 15min)";
    } else if (type == MemorySize.class) {
      return "a size (such as 64m or 1g)";
    } else if (type == Map.class) {
      return "keys and values";
    } else if (type == Slices.class) {
      return "a whole number from 1 to 1024, or a list of them (such as [8, 8, 14])";
    } else if (type == DeviceChoice.class) {
      return "cpu, cuda or a GPU's number (such as cuda:0)";
    } else if (type == Machines.class) {
      return "a list of speeds, with sizes or without (such as [1, 1, 2] or [1 8g, 1 8g, 2 12g])";
    } else if (type.isEnum()) {
      List<String> words = Arrays.stream(type.getEnumConstants()).map(ValueType::print).toList();
      int last = words.size() - 1;
      return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
    throw new IllegalStateException("no setting can be of " + type);
  }

  /** A value as it is written in the file. */
  static String print(Object value) {
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    } else if (value instanceof Duration duration) {
      return TimeUtils.formatWithHighestUnit(duration).replace(" ", "");
    } else if (value instanceof MemorySize size) {
      return size.toString().replace(" ", "");
    }
    return value.toString();
  }
}
