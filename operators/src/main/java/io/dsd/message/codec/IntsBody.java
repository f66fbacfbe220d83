package io.dsd.message.codec;

import io.dsd.message.Ints;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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

  @Override
  public void write(Ints ints, DataOutput out) throws IOException {
    out.writeInt(ints.size());
    for (int index = 0; index < ints.size(); index++) {
      out.writeInt(ints.get(index));
    }
  }

  @Override
  public Ints read(DataInput in) throws IOException {
    int[] values = new int[Wire.readLength(in)];
    for (int index = 0; index < values.length; index++) {
      values[index] = in.readInt();
    }
    return Ints.of(values);
  }
}
