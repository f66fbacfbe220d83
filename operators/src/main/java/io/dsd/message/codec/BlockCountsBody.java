package io.dsd.message.codec;

import io.dsd.message.Ints;
import io.dsd.message.request.BlockCounts;
import io.dsd.message.request.BlockCounts.DrafterCount;
import io.dsd.message.request.BlockCounts.ShapeCount;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of blocks.
 *
 * <pre>
 *   +--------------+-----------------+-----------+-------------------------------------+
 *   | tried (ints) | accepted (ints) | count (4) | depth (4), nodes (4), rounds (4) ...|
 *   +--------------+-----------------+-----------+-------------------------------------+
 *   | count (4) | name (text), rounds (4) ... | cancelled (4) |
 *   +-----------+-----------------------------+---------------+
 * </pre>
 */
enum BlockCountsBody implements Codec<BlockCounts> {
  CODEC;

  @Override
  public void write(BlockCounts counts, DataOutput out) throws IOException {
    IntsBody.CODEC.write(counts.tried(), out);
    IntsBody.CODEC.write(counts.accepted(), out);
    out.writeInt(counts.shapes().size());
    for (ShapeCount shape : counts.shapes()) {
      out.writeInt(shape.depth());
      out.writeInt(shape.nodes());
      out.writeInt(shape.rounds());
    }
    out.writeInt(counts.drafters().size());
    for (DrafterCount drafter : counts.drafters()) {
      Wire.writeText(drafter.name(), out);
      out.writeInt(drafter.rounds());
    }
    out.writeInt(counts.cancelled());
  }

  @Override
  public BlockCounts read(DataInput in) throws IOException {
    Ints tried = IntsBody.CODEC.read(in);
    Ints accepted = IntsBody.CODEC.read(in);
    List<ShapeCount> shapes = new ArrayList<>();
    for (int left = Wire.readLength(in); left > 0; left--) {
      shapes.add(new ShapeCount(in.readInt(), in.readInt(), in.readInt()));
    }
    List<DrafterCount> drafters = new ArrayList<>();
    for (int left = Wire.readLength(in); left > 0; left--) {
      drafters.add(new DrafterCount(Wire.readText(in), in.readInt()));
    }
    return new BlockCounts(tried, accepted, shapes, drafters, in.readInt());
  }
}
