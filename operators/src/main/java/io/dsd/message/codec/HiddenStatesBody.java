package io.dsd.message.codec;

import io.dsd.message.Bytes;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.HiddenStates;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Hidden states; the number of bytes follows from type and shape. The type is 1 for bf16, 2 for
 * fp32.
 *
 * <pre>
 *    0      1          5           9
 *   +------+----------+-----------+----------------------------------+
 *   | type | rows (4) | width (4) | numbers, row-major, little-endian|
 *   +------+----------+-----------+----------------------------------+
 * </pre>
 */
enum HiddenStatesBody implements Codec<HiddenStates> {
  CODEC;

  @Override
  public void write(HiddenStates hidden, DataOutput out) throws IOException {
    out.writeByte(
        switch (hidden.type()) {
          case BF16 -> 1;
          case FP32 -> 2;
        });
    out.writeInt(hidden.rows());
    out.writeInt(hidden.width());
    hidden.data().writeTo(out);
  }

  @Override
  public HiddenStates read(DataInput in) throws IOException {
    int tag = in.readUnsignedByte();
    ComputeType type =
        switch (tag) {
          case 1 -> ComputeType.BF16;
          case 2 -> ComputeType.FP32;
          default -> throw Wire.unknownTag("compute type", tag, "1 (bf16), 2 (fp32)");
        };
    int rows = Wire.readLength(in);
    int width = Wire.readLength(in);
    long size;
    try {
      size = Math.multiplyExact((long) rows * width, (long) type.bytes());
    } catch (ArithmeticException overflow) {
      size = Long.MAX_VALUE;
    }
    if (size > Integer.MAX_VALUE) {
      throw new IOException("hidden states [%d, %d] do not fit an array".formatted(rows, width));
    }
    return new HiddenStates(type, rows, width, Bytes.owned(Wire.readRun((int) size, in)));
  }
}
