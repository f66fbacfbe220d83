package io.dsd.model.torch;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.dsd.message.Bytes;
import io.dsd.message.round.ComputeType;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/**
 * Turns floats into the bytes of hidden states. A bf16 number is the upper half of a float, so
 * floats that came from bf16 tensors lose nothing.
 */
final class WireNumbers {

  private WireNumbers() {}

  static Bytes encode(float[] numbers, int from, int count, ComputeType type) {
    byte[] bytes = new byte[count * type.bytes()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN);
    switch (type) {
      case FP32 -> buffer.asFloatBuffer().put(numbers, from, count);
      case BF16 -> {
        ShortBuffer halves = buffer.asShortBuffer();
        for (int i = 0; i < count; i++) {
          halves.put(i, (short) (Float.floatToRawIntBits(numbers[from + i]) >>> 16));
        }
      }
    }
    return Bytes.owned(bytes);
  }
}
