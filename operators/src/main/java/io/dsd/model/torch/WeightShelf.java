package io.dsd.model.torch;

import ai.djl.pytorch.jni.IValue;
import io.dsd.model.ModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The weights that this JVM has in memory: read only, so replicas share them. */
final class WeightShelf {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Shelf<Key, IValue> SHELF = new Shelf<>(PATIENCE, IValue::close);

  private WeightShelf() {}

  /**
   * The weights of a part of a model.
   *
   * @param files what they are read from; other content, by its time, is another model
   * @param part which ones, and of which type
   */
  static Held<IValue> take(List<Path> files, String part, Supplier<IValue> load) {
    return SHELF.take(
        new Key(files, files.stream().mapToLong(WeightShelf::changed).max().orElseThrow(), part),
        load);
  }

  /** When a file, or what lies in a directory, was changed last. */
  private static long changed(Path path) {
    try (Stream<Path> all = Files.walk(path, 1)) {
      return all.mapToLong(WeightShelf::changedItself).max().orElseThrow();
    } catch (IOException | UncheckedIOException unreadable) {
      throw new ModelException(path + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static long changedItself(Path path) {
    try {
      return Files.getLastModifiedTime(path).toMillis();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private record Key(List<Path> files, long changed, String part) {}
}
