package io.dsd.model.torch;

import io.dsd.message.round.ComputeType;
import io.dsd.model.checkpoint.TensorType;

/** PyTorch's numbers for scalar types, as TorchScript wants them (c10/core/ScalarType.h). */
final class TensorCode {

  static final long HALF = 5;
  static final long FLOAT = 6;
  static final long BFLOAT16 = 15;

  private TensorCode() {}

  static long of(ComputeType type) {
    return switch (type) {
      case BF16 -> BFLOAT16;
      case FP32 -> FLOAT;
    };
  }

  /** Whether libtorch cannot use the stored bytes as they are. */
  static boolean isPacked(TensorType type) {
    return type.blockElements() > 1;
  }

  /** The scalar type of a stored type that is not packed. */
  static long ofPlain(TensorType type) {
    return switch (type) {
      case F32 -> FLOAT;
      case F16 -> HALF;
      case BF16 -> BFLOAT16;
      case Q8_0, Q4_0, Q4_1, Q4_K, Q5_K, Q6_K ->
          throw new IllegalArgumentException(type + " is packed");
    };
  }
}
