package io.dsd.message.codec;

import io.dsd.message.Bytes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What layouts are made of.
 *
 * <pre>
 *   text, bytes   length (4) | UTF-8 or the bytes themselves
 *   optional      0 (1)                    or   1 (1) | the value
 *   list          count (4) | value | value ...
 * </pre>
 *
 * <p>Text is not written by {@link DataOutput#writeUTF}, which ends at 64 KB.
 */
public final class Wire {

  /** More than what travels usually has, so that it is read without a copy. */
  private static final int FIRST_RUN = 1 << 22;

  private Wire() {}

  /** Writes {@code text} as UTF-8; a lone surrogate, which UTF-8 has no form for, becomes '?'. */
  public static void writeText(String text, DataOutput out) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  /** Reads what {@link #writeText} wrote. */
  public static String readText(DataInput in) throws IOException {
    byte[] utf8 = readRun(readLength(in), in);
    String text = new String(utf8, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0
        && !Arrays.equals(utf8, text.getBytes(StandardCharsets.UTF_8))) {
      throw new IOException("a text of " + utf8.length + " bytes is not UTF-8");
    }
    return text;
  }

  /** Writes the length and the bytes. */
  public static void writeBytes(Bytes bytes, DataOutput out) throws IOException {
    out.writeInt(bytes.size());
    bytes.writeTo(out);
  }

  /** Reads what {@link #writeBytes} wrote. */
  public static Bytes readBytes(DataInput in) throws IOException {
    return Bytes.owned(readRun(readLength(in), in));
  }

  /** Writes whether there is a value, and the value. */
  public static <T> void writeOptional(Optional<T> value, Codec<T> codec, DataOutput out)
      throws IOException {
    out.writeBoolean(value.isPresent());
    if (value.isPresent()) {
      codec.write(value.get(), out);
    }
  }

  /** Reads what {@link #writeOptional} wrote. */
  public static <T> Optional<T> readOptional(Codec<T> codec, DataInput in) throws IOException {
    return readFlag(in) ? Optional.of(codec.read(in)) : Optional.empty();
  }

  /** Writes the number of values, and the values. */
  public static <T> void writeList(List<T> values, Codec<T> codec, DataOutput out)
      throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      codec.write(value, out);
    }
  }

  /** Reads what {@link #writeList} wrote. */
  public static <T> List<T> readList(Codec<T> codec, DataInput in) throws IOException {
    int count = readLength(in);
    List<T> values = new ArrayList<>(Math.min(count, 1024));
    for (int index = 0; index < count; index++) {
      values.add(codec.read(in));
    }
    return values;
  }

  /**
   * Reads a length or a count.
   *
   * @throws IOException if it is negative
   */
  public static int readLength(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      throw new IOException("a length is negative: " + length);
    }
    return length;
  }

  /**
   * Reads {@code true} or {@code false}.
   *
   * @throws IOException if the byte is neither 0 nor 1
   */
  static boolean readFlag(DataInput in) throws IOException {
    int flag = in.readUnsignedByte();
    if (flag > 1) {
      throw new IOException("a flag is " + flag + ", neither 0 nor 1");
    }
    return flag == 1;
  }

  /**
   * Reads {@code length} bytes into a new array. It grows with what is really there: a broken
   * length ends the input, not the memory.
   */
  static byte[] readRun(int length, DataInput in) throws IOException {
    byte[] run = new byte[Math.min(length, FIRST_RUN)];
    in.readFully(run);
    while (run.length < length) {
      int known = run.length;
      run = Arrays.copyOf(run, (int) Math.min(length, 2L * known));
      in.readFully(run, known, run.length - known);
    }
    return run;
  }

  /** The error for a tag that nothing is written with. */
  static IOException unknownTag(String what, int tag, String known) {
    return new IOException("the tag %d is no %s: known are %s".formatted(tag, what, known));
  }
}
