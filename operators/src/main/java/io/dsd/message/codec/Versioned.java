package io.dsd.message.codec;

import static java.util.Objects.requireNonNull;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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
 * <p>A change of a layout adds a version here, and keeps the reader of the old one: the bytes
 * stored in the tests' resources must stay readable.
 *
 * @param name what the values are, for errors
 * @param body the layout of version 1
 * @param <T> the type
 */
public record Versioned<T>(String name, Codec<T> body) implements Codec<T> {

  private static final int VERSION = 1;

  /** Checks that nothing is null. */
  public Versioned {
    requireNonNull(name, "name");
    requireNonNull(body, "body");
  }

  @Override
  public void write(T value, DataOutput out) throws IOException {
    out.writeByte(VERSION);
    body.write(value, out);
  }

  @Override
  public T read(DataInput in) throws IOException {
    int version = in.readUnsignedByte();
    if (version != VERSION) {
      throw new IOException(
          "%s of version %d cannot be read: this release knows version %d only. Use a release that knows it, or start without the old state"
              .formatted(name, version, VERSION));
    }
    try {
      return body.read(in);
    } catch (IllegalArgumentException broken) {
      throw new IOException(name + " cannot be read: " + broken.getMessage(), broken);
    }
  }
}
