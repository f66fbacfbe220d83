package io.dsd.message.round;

/** The number type a model computes in, which is also the type of hidden states on the wire. */
public enum ComputeType {
  /** 16 bits with the exponent of a float. */
  BF16(2),
  /** 32-bit IEEE floats. */
  FP32(4);

  private final int bytes;

  ComputeType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes per number. */
  public int bytes() {
    return bytes;
  }
}
