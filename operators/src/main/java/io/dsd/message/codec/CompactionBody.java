package io.dsd.message.codec;

import io.dsd.message.round.Compaction;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Which rows of an earlier round stay: {@code round (4) | path (ints)}. */
enum CompactionBody implements Codec<Compaction> {
  CODEC;

  @Override
  public void write(Compaction compaction, DataOutput out) throws IOException {
    out.writeInt(compaction.round());
    IntsBody.CODEC.write(compaction.path(), out);
  }

  @Override
  public Compaction read(DataInput in) throws IOException {
    return new Compaction(in.readInt(), IntsBody.CODEC.read(in));
  }
}
