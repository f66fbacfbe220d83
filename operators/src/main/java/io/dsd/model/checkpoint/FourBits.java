package io.dsd.model.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * A matrix in four bits: a number is {@code (q - 8) * scale + zero}, where q is from 0 to 15, and
 * 32 numbers of a row share scale and zero. So libtorch's packed products have it, and so have
 * GGUF's blocks: {@code Q4_0} with a zero of 0, {@code Q4_1} with its minimum and eight scales.
 */
public final class FourBits {

  /** How many numbers of a row share a scale and a zero. */
  public static final int GROUP = 32;

  private static final int LARGEST = 15;
  private static final int MIDDLE = 8;

  private final int rows;
  private final int columns;
  private final byte[] values;
  private final float[] scales;
  private final float[] zeros;

  private FourBits(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.values = new byte[rows * columns];
    this.scales = new float[rows * columns / GROUP];
    this.zeros = new float[rows * columns / GROUP];
  }

  /** Whether tensors of a type are stored this way. */
  public static boolean areStoredAs(TensorType type) {
    return type == TensorType.Q4_0 || type == TensorType.Q4_1;
  }

  /** Whether {@link #of} would find a tensor in four bits; its header tells. */
  public static boolean may(StoredTensor tensor, WeightForm form) {
    return form != WeightForm.UNPACKED
        && fit(tensor.shape())
        && (form == WeightForm.INT4 || areStoredAs(tensor.type()));
  }

  /** How many bytes so many numbers take, scales and zeros in bfloat16 included. */
  public static long bytes(long numbers) {
    return numbers / 2 + numbers / GROUP * 4;
  }

  /** Whether a matrix of that shape can be written this way. */
  public static boolean fit(List<Integer> shape) {
    return shape.size() == 2 && shape.get(1) % GROUP == 0;
  }

  /**
   * Stored blocks.
   *
   * @param blocks all bytes of the tensor
   * @param order where its rows belong
   */
  static FourBits stored(TensorType type, byte[] blocks, List<Integer> shape, RowOrder order) {
    FourBits bits = new FourBits(shape.get(0), shape.get(1));
    int groups = bits.columns / GROUP;
    for (int row = 0; row < bits.rows; row++) {
      int from = order.stored(row, bits.rows) * groups;
      for (int group = 0; group < groups; group++) {
        bits.take(type, blocks, (from + group) * type.blockBytes(), row * groups + group);
      }
    }
    return bits;
  }

  private void take(TensorType type, byte[] blocks, int block, int group) {
    boolean minimum = type == TensorType.Q4_1;
    float scale = Numbers.half(blocks, block);
    scales[group] = scale;
    zeros[group] = minimum ? Numbers.half(blocks, block + 2) + MIDDLE * scale : 0;
    int pairs = block + (minimum ? 4 : 2);
    for (int i = 0; i < GROUP / 2; i++) {
      int pair = blocks[pairs + i];
      values[group * GROUP + i] = (byte) (pair & LARGEST);
      values[group * GROUP + GROUP / 2 + i] = (byte) (pair >> 4 & LARGEST);
    }
  }

  /**
   * The nearest such matrix: scales from the smallest to the largest number of each group, both
   * ends in bfloat16, the type that packed products take them in.
   */
  public static FourBits round(float[] numbers, List<Integer> shape) {
    FourBits bits = new FourBits(shape.get(0), shape.get(1));
    for (int group = 0; group < bits.scales.length; group++) {
      bits.round(numbers, group);
    }
    return bits;
  }

  private void round(float[] numbers, int group) {
    int from = group * GROUP;
    float least = numbers[from];
    float most = numbers[from];
    for (int i = from + 1; i < from + GROUP; i++) {
      least = Math.min(least, numbers[i]);
      most = Math.max(most, numbers[i]);
    }
    float scale = brain((most - least) / LARGEST);
    float zero = brain(least + MIDDLE * scale);
    scales[group] = scale;
    zeros[group] = zero;
    for (int i = from; i < from + GROUP; i++) {
      long nearest =
          scale == 0 ? MIDDLE : MIDDLE + Math.round((numbers[i] - zero) / (double) scale);
      values[i] = (byte) Math.max(0, Math.min(LARGEST, nearest));
    }
  }

  /** The nearest bfloat16 number. */
  private static float brain(float number) {
    int bits = Float.floatToRawIntBits(number);
    return Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000);
  }

  /** How many rows it has. */
  public int rows() {
    return rows;
  }

  /** How many numbers a row has. */
  public int columns() {
    return columns;
  }

  /** The numbers q, row-major, a byte each; a copy. */
  public byte[] values() {
    return values.clone();
  }

  /**
   * Scale and zero, in turn, of the first group of each row, then of the second: [groups, rows, 2].
   */
  public float[] scalesAndZeros() {
    int groups = columns / GROUP;
    float[] pairs = new float[2 * scales.length];
    for (int row = 0; row < rows; row++) {
      for (int group = 0; group < groups; group++) {
        int to = 2 * (group * rows + row);
        pairs[to] = scales[row * groups + group];
        pairs[to + 1] = zeros[row * groups + group];
      }
    }
    return pairs;
  }

  /** The numbers that it stands for, row-major. */
  public float[] toFloats() {
    float[] numbers = new float[values.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (values[i] - MIDDLE) * scales[i / GROUP] + zeros[i / GROUP];
    }
    return numbers;
  }

  /**
   * The tensor in four bits, if it is stored so or may be rounded.
   *
   * @throws io.dsd.model.ModelException if the file cannot be read
   */
  public static Optional<FourBits> of(StoredTensor tensor, WeightForm form) {
    if (form == WeightForm.UNPACKED || !fit(tensor.shape())) {
      return Optional.empty();
    }
    Optional<FourBits> stored = tensor.fourBits();
    return stored.isEmpty() && form == WeightForm.INT4
        ? Optional.of(round(tensor.toFloats(), tensor.shape()))
        : stored;
  }
}
