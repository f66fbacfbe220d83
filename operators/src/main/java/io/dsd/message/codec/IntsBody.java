package io.dsd.message.codec;

import io.dsd.message.Ints;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A list of ints.
 *
 * <pre>
 *    0       4       8
 *   +-------+-------+-------+---
 *   | count | value | value | ...
 *   +-------+-------+-------+---
 * </pre>
 */
enum IntsBody implements Codec<Ints> {
  CODEC;

  private static final int FIRST_RUN = 1 << 16;

  @Override
  public void write(Ints ints, DataOutput out) throws IOException {
    out.writeInt(ints.size());
    for (int index = 0; index < ints.size(); index++) {
      out.writeInt(ints.get(index));
    }
  }

  @Override
  public Ints read(DataInput in) throws IOException {
    int length = Wire.readLength(in);
    int[] values = new int[Math.min(length, FIRST_RUN)];
    for (int index = 0; index < length; index++) {
      if (index == values.length) {
        // grows with what is really there: a broken count ends the input, not the memory
        values = Arrays.copyOf(values, (int) Math.min(length, 2L * index));
      }
      values[index] = in.readInt();
    }
    return Ints.of(values);
  }
}
