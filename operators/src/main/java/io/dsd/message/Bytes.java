package io.dsd.message;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable run of bytes, equal by content: a record's key, a header's value, hidden states. */
public final class Bytes {

  private static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] values;

  private Bytes(byte[] values) {
    this.values = values;
  }

  /** No bytes at all. */
  public static Bytes empty() {
    return EMPTY;
  }

  /** The given bytes, which are copied. */
  public static Bytes of(byte... values) {
    return new Bytes(values.clone());
  }

  /** The UTF-8 form of {@code text}. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The given array itself, without a copy: the caller gives it away and never writes to it again.
   */
  public static Bytes owned(byte[] values) {
    return new Bytes(values);
  }

  /** The number of bytes. */
  public int size() {
    return values.length;
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return values.clone();
  }

  /** A read-only view of the bytes, without a copy. */
  public ByteBuffer view() {
    return ByteBuffer.wrap(values).asReadOnlyBuffer();
  }

  /** Writes the bytes, and nothing but them, without a copy in between. */
  public void writeTo(DataOutput out) throws IOException {
    out.write(values);
  }

  /** The bytes read as UTF-8; malformed input becomes U+FFFD. */
  public String asUtf8() {
    return new String(values, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Bytes[" + values.length + "]";
  }
}
