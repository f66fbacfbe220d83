package io.dsd.model.checkpoint;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decodes stored numbers to floats. The block layouts are ggml's, the arithmetic is that of its
 * reference dequantiser, so results are equal to the last bit.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">GGUF</a>
 */
final class Numbers {

  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
  private static final float HALF_EXPONENT = Float.intBitsToFloat((127 + 112) << 23);

  private Numbers() {}

  /**
   * Decodes the first {@code blocks} blocks of {@code source} to {@code target} from {@code at}.
   */
  static void decode(TensorType type, byte[] source, int blocks, float[] target, int at) {
    switch (type) {
      case F32 -> f32(source, blocks, target, at);
      case F16 -> f16(source, blocks, target, at);
      case BF16 -> bf16(source, blocks, target, at);
      case Q8_0 -> q8(source, blocks, target, at);
      case Q4_0 -> q4(source, blocks, target, at);
      case Q4_1 -> q4WithMinimum(source, blocks, target, at);
      case Q4_K -> q4k(source, blocks, target, at);
      case Q5_K -> q5k(source, blocks, target, at);
      case Q6_K -> q6(source, blocks, target, at);
    }
  }

  private static void f32(byte[] source, int count, float[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = (float) FLOATS.get(source, 4 * i);
    }
  }

  private static void f16(byte[] source, int count, float[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = half(source, 2 * i);
    }
  }

  private static void bf16(byte[] source, int count, float[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = Float.intBitsToFloat((short) SHORTS.get(source, 2 * i) << 16);
    }
  }

  private static void q8(byte[] source, int blocks, float[] target, int at) {
    for (int block = 0; block < blocks; block++) {
      int from = 34 * block;
      int to = at + 32 * block;
      float scale = half(source, from);
      for (int i = 0; i < 32; i++) {
        target[to + i] = scale * source[from + 2 + i];
      }
    }
  }

  private static void q4(byte[] source, int blocks, float[] target, int at) {
    for (int block = 0; block < blocks; block++) {
      int from = 18 * block;
      int to = at + 32 * block;
      float scale = half(source, from);
      for (int i = 0; i < 16; i++) {
        int pair = source[from + 2 + i];
        target[to + i] = scale * ((pair & 15) - 8);
        target[to + 16 + i] = scale * ((pair >> 4 & 15) - 8);
      }
    }
  }

  private static void q4WithMinimum(byte[] source, int blocks, float[] target, int at) {
    for (int block = 0; block < blocks; block++) {
      int from = 20 * block;
      int to = at + 32 * block;
      float scale = half(source, from);
      float minimum = half(source, from + 2);
      for (int i = 0; i < 16; i++) {
        int pair = source[from + 4 + i];
        target[to + i] = scale * (pair & 15) + minimum;
        target[to + 16 + i] = scale * (pair >> 4 & 15) + minimum;
      }
    }
  }

  private static void q4k(byte[] source, int blocks, float[] target, int at) {
    for (int block = 0; block < blocks; block++) {
      int from = 144 * block;
      float scale = half(source, from);
      float minimum = half(source, from + 2);
      for (int group = 0; group < 8; group += 2) {
        float lowScale = scale * groupScale(source, from + 4, group);
        float lowMinimum = minimum * groupMinimum(source, from + 4, group);
        float highScale = scale * groupScale(source, from + 4, group + 1);
        float highMinimum = minimum * groupMinimum(source, from + 4, group + 1);
        int pairs = from + 16 + 16 * group;
        int to = at + 256 * block + 32 * group;
        for (int i = 0; i < 32; i++) {
          int pair = source[pairs + i];
          target[to + i] = lowScale * (pair & 15) - lowMinimum;
          target[to + 32 + i] = highScale * (pair >> 4 & 15) - highMinimum;
        }
      }
    }
  }

  private static void q5k(byte[] source, int blocks, float[] target, int at) {
    for (int block = 0; block < blocks; block++) {
      int from = 176 * block;
      float scale = half(source, from);
      float minimum = half(source, from + 2);
      for (int group = 0; group < 8; group += 2) {
        float lowScale = scale * groupScale(source, from + 4, group);
        float lowMinimum = minimum * groupMinimum(source, from + 4, group);
        float highScale = scale * groupScale(source, from + 4, group + 1);
        float highMinimum = minimum * groupMinimum(source, from + 4, group + 1);
        int pairs = from + 48 + 16 * group;
        int to = at + 256 * block + 32 * group;
        for (int i = 0; i < 32; i++) {
          int pair = source[pairs + i];
          int fifth = source[from + 16 + i] >> group;
          target[to + i] = lowScale * ((pair & 15) | ((fifth & 1) << 4)) - lowMinimum;
          target[to + 32 + i] = highScale * ((pair >> 4 & 15) | ((fifth & 2) << 3)) - highMinimum;
        }
      }
    }
  }

  /** The six-bit scale of a group among eight, packed with the minima into twelve bytes. */
  private static int groupScale(byte[] source, int at, int group) {
    return group < 4
        ? source[at + group] & 63
        : (source[at + group + 4] & 15) | (source[at + group - 4] >> 2 & 48);
  }

  private static int groupMinimum(byte[] source, int at, int group) {
    return group < 4
        ? source[at + group + 4] & 63
        : (source[at + group + 4] >> 4 & 15) | (source[at + group] >> 2 & 48);
  }

  private static void q6(byte[] source, int blocks, float[] target, int at) {
    for (int block = 0; block < blocks; block++) {
      int from = 210 * block;
      float scale = half(source, from + 208);
      for (int side = 0; side < 2; side++) {
        int low = from + 64 * side;
        int high = from + 128 + 32 * side;
        int scales = from + 192 + 8 * side;
        int to = at + 256 * block + 128 * side;
        for (int i = 0; i < 32; i++) {
          int group = scales + i / 16;
          int first = source[low + i];
          int second = source[low + 32 + i];
          int top = source[high + i];
          target[to + i] = scale * source[group] * six(first, top);
          target[to + 32 + i] = scale * source[group + 2] * six(second, top >> 2);
          target[to + 64 + i] = scale * source[group + 4] * six(first >> 4, top >> 4);
          target[to + 96 + i] = scale * source[group + 6] * six(second >> 4, top >> 6);
        }
      }
    }
  }

  /** The signed six-bit number of four low bits and two high ones. */
  private static int six(int low, int high) {
    return ((low & 15) | ((high & 3) << 4)) - 32;
  }

  /** The half-precision number at {@code at}; the product rebiases the exponent, subnormals too. */
  static float half(byte[] source, int at) {
    int bits = (short) SHORTS.get(source, at);
    int magnitude = (bits & 0x7fff) << 13;
    int sign = (bits & 0x8000) << 16;
    int number =
        (bits & 0x7c00) == 0x7c00
            ? magnitude | 0x7f800000
            : Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) * HALF_EXPONENT);
    return Float.intBitsToFloat(number | sign);
  }
}
