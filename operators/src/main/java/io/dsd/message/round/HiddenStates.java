package io.dsd.message.round;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.util.Objects.requireNonNull;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * Hidden states {@code [rows, width]} that a slice hands on: row-major, little-endian.
 *
 * @param type the type of each number
 * @param rows one per token of the block
 * @param width the model's hidden size
 * @param data {@code rows * width} numbers
 */
public record HiddenStates(ComputeType type, int rows, int width, Bytes data) {

  /** Checks that the data has the size that the shape asks for. */
  public HiddenStates {
    requireNonNull(type, "type");
    long expected = (long) rows * width * type.bytes();
    if (rows < 0 || width < 0 || data.size() != expected) {
      throw new IllegalArgumentException(
          "hidden states [%d, %d] of %s need %d bytes, got %d"
              .formatted(rows, width, type, expected, data.size()));
    }
  }

  /** Writes all numbers to {@code target}, as floats. */
  public void copyTo(FloatBuffer target) {
    ByteBuffer buffer = data.view().order(LITTLE_ENDIAN);
    switch (type) {
      case FP32 -> target.put(buffer.asFloatBuffer());
      case BF16 -> {
        // a bf16 number is the upper half of a float
        ShortBuffer halves = buffer.asShortBuffer();
        while (halves.hasRemaining()) {
          target.put(Float.intBitsToFloat(halves.get() << 16));
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
    int size = width * type.bytes();
    byte[] picked = new byte[chosen.size() * size];
    for (int index = 0; index < chosen.size(); index++) {
      source.get(chosen.get(index) * size, picked, index * size, size);
    }
    return new HiddenStates(type, chosen.size(), width, Bytes.owned(picked));
  }
}
