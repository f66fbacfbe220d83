package io.dsd.message.codec;

import io.dsd.message.round.Leeway;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What was relaxed: {@code judged (4) | key (4) | totalVariation (8)}. */
enum LeewayBody implements Codec<Leeway> {
  CODEC;

  @Override
  public void write(Leeway leeway, DataOutput out) throws IOException {
    out.writeInt(leeway.judged());
    out.writeInt(leeway.key());
    out.writeDouble(leeway.totalVariation());
  }

  @Override
  public Leeway read(DataInput in) throws IOException {
    return new Leeway(in.readInt(), in.readInt(), in.readDouble());
  }
}
