package io.dsd.message.round;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.util.Objects.requireNonNull;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.List;

/**
 * Hidden states {@code [rows, width]} that a slice hands on: row-major, little-endian.
 *
 * @param type the form of each row
 * @param rows one per token of the block
 * @param width the model's hidden size
 * @param data the rows
 */
public record HiddenStates(RowType type, int rows, int width, Bytes data) {

  /** Checks that the data has the size that the shape asks for. */
  public HiddenStates {
    requireNonNull(type, "type");
    if (rows < 0 || width < 0 || data.size() != rows * type.bytes(width)) {
      throw new IllegalArgumentException(
          "hidden states [%d, %d] of %s need %d bytes, got %d"
              .formatted(rows, width, type, rows * type.bytes(width), data.size()));
    }
  }

  /**
   * Puts numbers into rows. {@link RowType#BF16} cuts floats to their upper halves, which loses
   * nothing of those that came from bf16.
   *
   * @param numbers {@code rows * width} of them count, from {@code from} on
   */
  public static HiddenStates of(RowType type, int rows, int width, float[] numbers, int from) {
    byte[] bytes = new byte[Math.toIntExact(rows * type.bytes(width))];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    int count = rows * width;
    switch (type) {
      case FP32 -> buffer.asFloatBuffer().put(numbers, from, count);
      case BF16 -> {
        ShortBuffer halves = buffer.asShortBuffer();
        for (int i = 0; i < count; i++) {
          halves.put(i, (short) (Float.floatToRawIntBits(numbers[from + i]) >>> 16));
        }
      }
      case INT8 -> {
        for (int row = 0; row < rows; row++) {
          EightBits.encode(numbers, from + row * width, width, buffer);
        }
      }
    }
    return new HiddenStates(type, rows, width, Bytes.owned(bytes));
  }

  /** Writes all numbers to {@code target}, as floats. */
  public void copyTo(FloatBuffer target) {
    ByteBuffer buffer = data.view().order(LITTLE_ENDIAN);
    switch (type) {
      case FP32 -> target.put(buffer.asFloatBuffer());
      case BF16 -> {
        ShortBuffer halves = buffer.asShortBuffer();
        while (halves.hasRemaining()) {
          target.put(Float.intBitsToFloat(halves.get() << 16));
        }
      }
      case INT8 -> {
        for (int row = 0; row < rows; row++) {
          EightBits.decode(buffer, width, target);
        }
      }
    }
  }

  /** The rows of the given numbers, in that order. */
  public HiddenStates pick(Ints chosen) {
    if (chosen.equals(Ints.range(0, rows))) {
      return this;
    }
    ByteBuffer source = data.view();
    int size = Math.toIntExact(type.bytes(width));
    byte[] picked = new byte[chosen.size() * size];
    for (int index = 0; index < chosen.size(); index++) {
      source.get(chosen.get(index) * size, picked, index * size, size);
    }
    return new HiddenStates(type, chosen.size(), width, Bytes.owned(picked));
  }

  /**
   * Rows that have the numbers of all parts side by side, as floats if a part is rounded: a scale
   * is for numbers of one part only.
   *
   * @param parts at least one, all with the same number of rows and of one type
   */
  public static HiddenStates sideBySide(List<HiddenStates> parts) {
    HiddenStates first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    if (first.type == RowType.INT8) {
      return sideBySide(parts.stream().map(HiddenStates::widened).toList());
    }
    int width = parts.stream().mapToInt(HiddenStates::width).sum();
    byte[] joined = new byte[Math.toIntExact(first.rows * first.type.bytes(width))];
    int at = 0;
    List<ByteBuffer> sources = parts.stream().map(part -> part.data.view()).toList();
    for (int row = 0; row < first.rows; row++) {
      for (int i = 0; i < sources.size(); i++) {
        int size = Math.toIntExact(first.type.bytes(parts.get(i).width));
        sources.get(i).get(joined, at, size);
        at += size;
      }
    }
    return new HiddenStates(first.type, first.rows, width, Bytes.owned(joined));
  }

  private HiddenStates widened() {
    float[] numbers = new float[rows * width];
    copyTo(FloatBuffer.wrap(numbers));
    return of(RowType.FP32, rows, width, numbers, 0);
  }
}
