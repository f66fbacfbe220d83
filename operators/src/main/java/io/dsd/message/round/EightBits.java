package io.dsd.message.round;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Rows of numbers in 8 bits: for each group of a row its scale, a 32-bit float, then a signed byte
 * for each number, which is that many scales. The last group of a row may be shorter.
 *
 * <p>The largest number of a group, whatever its sign, becomes 127 scales: a number is off by half
 * a scale at most. Groups are small because a few numbers of a hidden state may be very much larger
 * than the others (Sun et al.: "Massive Activations in Large Language Models", 2024). A group with
 * a number that is none, or infinite, is read back as none.
 */
final class EightBits {

  /** Numbers that share a scale. */
  static final int GROUP = 64;

  private static final int LARGEST = Byte.MAX_VALUE;

  private EightBits() {}

  /** Bytes of a row of {@code width} numbers. */
  static long bytes(int width) {
    long groups = (width + GROUP - 1L) / GROUP;
    return width + groups * Float.BYTES;
  }

  /** Writes a row. */
  static void encode(float[] numbers, int from, int width, ByteBuffer target) {
    for (int group = from; group < from + width; group += GROUP) {
      int end = Math.min(group + GROUP, from + width);
      float scale = scale(numbers, group, end);
      target.putFloat(scale);
      for (int i = group; i < end; i++) {
        // the scale of tiny numbers is rounded, down to 0 in the end
        int steps = scale == 0 ? 0 : Math.round(numbers[i] / scale);
        target.put((byte) Math.max(-LARGEST, Math.min(LARGEST, steps)));
      }
    }
  }

  private static float scale(float[] numbers, int from, int end) {
    float largest = 0;
    for (int i = from; i < end; i++) {
      largest = Math.max(largest, Math.abs(numbers[i]));
    }
    return largest / LARGEST;
  }

  /** Reads a row. */
  static void decode(ByteBuffer source, int width, FloatBuffer target) {
    for (int group = 0; group < width; group += GROUP) {
      float scale = source.getFloat();
      for (int i = group; i < Math.min(group + GROUP, width); i++) {
        target.put(source.get() * scale);
      }
    }
  }
}
