package io.dsd.message.codec;

import io.dsd.message.request.BlockCounts;
import io.dsd.message.request.Speculation;
import io.dsd.message.request.TimeSpent;
import io.dsd.message.round.Leeway;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What speculation did.
 *
 * <pre>
 *   +----------------+------------+-------------+--------------+---------------+
 *   | drafter (text) | rounds (4) | drafted (4) | accepted (4) | committed (4) |
 *   +----------------+-+----------+-----+-------+--------+-----+---------+-----+-------+
 *   | draftNanos (8)   | sliceNanos (8) | queueNanos (8) | linkNanos (8) | replays (4) |
 *   +------------------+-+--------------+----------------+---------------+-------------+
 *   | blocks             | leeway (16)    |   since version 2
 *   +--------------------+----------------+
 * </pre>
 */
enum SpeculationBody implements Codec<Speculation> {
  /** Without what became of blocks. */
  V1,
  V2;

  @Override
  public void write(Speculation speculation, DataOutput out) throws IOException {
    Wire.writeText(speculation.drafter(), out);
    out.writeInt(speculation.rounds());
    out.writeInt(speculation.drafted());
    out.writeInt(speculation.accepted());
    out.writeInt(speculation.committed());
    out.writeLong(speculation.spent().draftNanos());
    out.writeLong(speculation.spent().sliceNanos());
    out.writeLong(speculation.spent().queueNanos());
    out.writeLong(speculation.spent().linkNanos());
    out.writeInt(speculation.replays());
    if (this == V2) {
      BlockCountsBody.CODEC.write(speculation.blocks(), out);
      LeewayBody.CODEC.write(speculation.leeway(), out);
    }
  }

  @Override
  public Speculation read(DataInput in) throws IOException {
    return new Speculation(
        Wire.readText(in),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        in.readInt(),
        new TimeSpent(in.readLong(), in.readLong(), in.readLong(), in.readLong()),
        in.readInt(),
        this == V2 ? BlockCountsBody.CODEC.read(in) : BlockCounts.none(),
        this == V2 ? LeewayBody.CODEC.read(in) : Leeway.NONE);
  }
}
