package io.dsd.message.codec;

import io.dsd.message.Relaxation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A relaxation: {@code strength (8) | entropyRatio (8) | margin (8) | overlap (8)}. */
enum RelaxationBody implements Codec<Relaxation> {
  CODEC;

  @Override
  public void write(Relaxation relaxation, DataOutput out) throws IOException {
    out.writeDouble(relaxation.strength());
    out.writeDouble(relaxation.entropyRatio());
    out.writeDouble(relaxation.margin());
    out.writeDouble(relaxation.overlap());
  }

  @Override
  public Relaxation read(DataInput in) throws IOException {
    return new Relaxation(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
  }
}
