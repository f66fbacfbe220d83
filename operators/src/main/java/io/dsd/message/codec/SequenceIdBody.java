package io.dsd.message.codec;

import io.dsd.message.SequenceId;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A sequence id.
 *
 * <pre>
 *    0       4          +4         +8
 *   +-------+----------+----------+-----------------+
 *   | topic (length,   | partition| offset          |
 *   |   UTF-8)         |          |                 |
 *   +-------+----------+----------+-----------------+
 * </pre>
 */
enum SequenceIdBody implements Codec<SequenceId> {
  CODEC;

  @Override
  public void write(SequenceId id, DataOutput out) throws IOException {
    Wire.writeText(id.topic(), out);
    out.writeInt(id.partition());
    out.writeLong(id.offset());
  }

  @Override
  public SequenceId read(DataInput in) throws IOException {
    return new SequenceId(Wire.readText(in), in.readInt(), in.readLong());
  }
}
