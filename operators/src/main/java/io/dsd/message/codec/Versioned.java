package io.dsd.message.codec;

import static java.util.Objects.requireNonNull;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * A codec that puts a version byte before each value, so that a later release can tell what an
 * earlier one stored.
 *
 * <pre>
 *    0        1
 *   +--------+--------------------
 *   | version| the value ...
 *   +--------+--------------------
 * </pre>
 *
 * <p>A change of a layout adds a version, and keeps the reader of the old ones: the bytes stored in
 * the tests' resources must stay readable.
 *
 * @param name what the values are, for errors
 * @param layouts one per version, from version 1 on; the last one is written
 * @param <T> the type
 */
public record Versioned<T>(String name, List<Codec<T>> layouts) implements Codec<T> {

  /** Checks that there is a layout. */
  public Versioned {
    requireNonNull(name, "name");
    layouts = List.copyOf(layouts);
    if (layouts.isEmpty()) {
      throw new IllegalArgumentException(name + " has no layout");
    }
  }

  @Override
  public void write(T value, DataOutput out) throws IOException {
    out.writeByte(layouts.size());
    layouts.get(layouts.size() - 1).write(value, out);
  }

  @Override
  public T read(DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    if (version < 1 || version > layouts.size()) {
      throw new IOException(
          "%s of version %d cannot be read: this release knows versions 1 to %d. Use a release that knows it, or start without the old state"
              .formatted(name, version, layouts.size()));
    }
    try {
      return layouts.get(version - 1).read(in);
    } catch (IllegalArgumentException broken) {
      throw new IOException(name + " cannot be read: " + broken.getMessage(), broken);
    }
  }
}
