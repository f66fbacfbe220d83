package io.dsd.model.gguf;

import io.dsd.model.ModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The metadata of a GGUF file, by key; a value of another type than asked for is an error. */
public final class GgufMetadata {

  private final Path file;
  private final Map<String, GgufValue> values;

  GgufMetadata(Path file, Map<String, GgufValue> values) {
    this.file = file;
    this.values = Map.copyOf(values);
  }

  /** The file that the metadata is of. */
  public Path file() {
    return file;
  }

  /** The text under that key. */
  public Optional<String> text(String key) {
    return find(key, GgufValue.Text.class, "text").map(GgufValue.Text::value);
  }

  /** The integer under that key. */
  public OptionalInt integer(String key) {
    Optional<GgufValue.Whole> value = find(key, GgufValue.Whole.class, "an integer");
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(narrow(key, value.get()));
  }

  /** The floating-point number under that key. */
  public OptionalDouble real(String key) {
    Optional<GgufValue.Real> value = find(key, GgufValue.Real.class, "a floating-point number");
    return value.isPresent() ? OptionalDouble.of(value.get().value()) : OptionalDouble.empty();
  }

  /** The truth value under that key. */
  public Optional<Boolean> flag(String key) {
    return find(key, GgufValue.Flag.class, "true or false").map(GgufValue.Flag::value);
  }

  /** The texts under that key. */
  public Optional<List<String>> texts(String key) {
    return array(key)
        .map(
            array ->
                array.values().stream()
                    .map(value -> cast(key, value, GgufValue.Text.class, "texts").value())
                    .toList());
  }

  /** The integers under that key. */
  public Optional<List<Integer>> integers(String key) {
    return array(key)
        .map(
            array ->
                array.values().stream()
                    .map(value -> cast(key, value, GgufValue.Whole.class, "integers"))
                    .map(value -> narrow(key, value))
                    .toList());
  }

  /** The floating-point numbers under that key. */
  public Optional<List<Double>> reals(String key) {
    return array(key)
        .map(
            array ->
                array.values().stream()
                    .map(value -> cast(key, value, GgufValue.Real.class, "floating-point numbers"))
                    .map(GgufValue.Real::value)
                    .toList());
  }

  /** An error about a key that the file lacks. */
  public ModelException missing(String key) {
    return new ModelException(
        "%s has no metadata %s, which is needed to use the model; take a complete GGUF file."
            .formatted(file, key));
  }

  /** An error about a value that is not supported. */
  public ModelException refused(String key, Object value, String supported) {
    return new ModelException(
        "%s has %s = %s; supported is %s.".formatted(file, key, value, supported));
  }

  private Optional<GgufValue.Array> array(String key) {
    return find(key, GgufValue.Array.class, "an array");
  }

  private <T extends GgufValue> Optional<T> find(String key, Class<T> type, String wanted) {
    return Optional.ofNullable(values.get(key)).map(value -> cast(key, value, type, wanted));
  }

  private <T extends GgufValue> T cast(String key, GgufValue value, Class<T> type, String wanted) {
    if (!type.isInstance(value)) {
      throw new ModelException(
          "The metadata %s of %s is %s where %s is expected; the file is damaged."
              .formatted(key, file, describe(value), wanted));
    }
    return type.cast(value);
  }

  private int narrow(String key, GgufValue.Whole whole) {
    if (whole.value() < Integer.MIN_VALUE || whole.value() > Integer.MAX_VALUE) {
      throw new ModelException(
          "The metadata %s of %s is %d, which is out of range; the file is damaged."
              .formatted(key, file, whole.value()));
    }
    return (int) whole.value();
  }

  private static String describe(GgufValue value) {
    String text = value instanceof GgufValue.Array ? "an array" : value.toString();
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }
}
