package io.dsd.message.codec;

import io.dsd.message.Bytes;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.RowType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Hidden states; the number of bytes follows from type and shape. The type is 1 for bf16, 2 for
 * fp32, 3 for int8.
 *
 * <pre>
 *    0      1          5           9
 *   +------+----------+-----------+----------------------------------+
 *   | type | rows (4) | width (4) | rows, row-major, little-endian   |
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
          case INT8 -> 3;
        });
    out.writeInt(hidden.rows());
    out.writeInt(hidden.width());
    hidden.data().writeTo(out);
  }

  @Override
  public HiddenStates read(DataInput in) throws IOException {
    int tag = in.readUnsignedByte();
    RowType type =
        switch (tag) {
          case 1 -> RowType.BF16;
          case 2 -> RowType.FP32;
          case 3 -> RowType.INT8;
          default -> throw Wire.unknownTag("row type", tag, "1 (bf16), 2 (fp32), 3 (int8)");
        };
    int rows = Wire.readLength(in);
    int width = Wire.readLength(in);
    long size;
    try {
      size = Math.multiplyExact((long) rows, type.bytes(width));
    } catch (ArithmeticException overflow) {
      size = Long.MAX_VALUE;
    }
    if (size > Integer.MAX_VALUE) {
      throw new IOException("hidden states [%d, %d] do not fit an array".formatted(rows, width));
    }
    return new HiddenStates(type, rows, width, Bytes.owned(Wire.readRun((int) size, in)));
  }
}
