package io.dsd.message.codec;

import io.dsd.message.round.Opinions;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Opinions: {@code relaxation (32) | a list of top tokens}. */
enum OpinionsBody implements Codec<Opinions> {
  CODEC;

  @Override
  public void write(Opinions opinions, DataOutput out) throws IOException {
    RelaxationBody.CODEC.write(opinions.relaxation(), out);
    Wire.writeList(opinions.byNode(), TopTokensBody.CODEC, out);
  }

  @Override
  public Opinions read(DataInput in) throws IOException {
    return new Opinions(RelaxationBody.CODEC.read(in), Wire.readList(TopTokensBody.CODEC, in));
  }
}
