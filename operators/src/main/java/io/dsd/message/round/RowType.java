package io.dsd.message.round;

/** The form of a row of hidden states on the wire. */
public enum RowType {
  /** The upper halves of floats, 16 bits each. */
  BF16,
  /** 32-bit IEEE floats. */
  FP32,
  /** 8 bits for each number and a scale for every {@value EightBits#GROUP} of them: rounded. */
  INT8;

  /** The type that loses nothing of what is computed in {@code type}. */
  public static RowType of(ComputeType type) {
    return switch (type) {
      case BF16 -> BF16;
      case FP32 -> FP32;
    };
  }

  /** Bytes of a row of {@code width} numbers. */
  public long bytes(int width) {
    return switch (this) {
      case BF16 -> (long) width * Short.BYTES;
      case FP32 -> (long) width * Float.BYTES;
      case INT8 -> EightBits.bytes(width);
    };
  }
}
