package io.dsd.message.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;

/** A moment as milliseconds since the epoch (8). */
enum InstantBody implements Codec<Instant> {
  CODEC;

  @Override
  public void write(Instant moment, DataOutput out) throws IOException {
    out.writeLong(moment.toEpochMilli());
  }

  @Override
  public Instant read(DataInput in) throws IOException {
    return Instant.ofEpochMilli(in.readLong());
  }
}
