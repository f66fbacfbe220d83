package io.dsd.model.checkpoint;

/** How the numbers of a stored tensor are laid out; block types count elements per block. */
public enum TensorType {
  F32(1, 4),
  F16(1, 2),
  BF16(1, 2),
  /** 32 elements: a half scale, 32 signed bytes. */
  Q8_0(32, 34),
  /** 32 elements: a half scale, 16 bytes of nibbles, offset 8. */
  Q4_0(32, 18),
  /** 32 elements: a half scale, a half minimum, 16 bytes of nibbles. */
  Q4_1(32, 20),
  /** 256 elements in 8 groups: a half scale, a half minimum, 6-bit group scales, 4-bit values. */
  Q4_K(256, 144),
  /** 256 elements in 8 groups: as {@link #Q4_K}, with a fifth bit of each value. */
  Q5_K(256, 176),
  /** 256 elements in 16 groups: 6-bit values, 8-bit group scales, a half scale. */
  Q6_K(256, 210);

  private final int blockElements;
  private final int blockBytes;

  TensorType(int blockElements, int blockBytes) {
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
  }

  /** Elements per block. */
  public int blockElements() {
    return blockElements;
  }

  /** Bytes per block. */
  public int blockBytes() {
    return blockBytes;
  }
}
