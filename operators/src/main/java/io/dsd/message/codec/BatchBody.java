package io.dsd.message.codec;

import io.dsd.message.round.Batch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A record of the loop: a list of loop messages. */
enum BatchBody implements Codec<Batch> {
  CODEC;

  @Override
  public void write(Batch batch, DataOutput out) throws IOException {
    Wire.writeList(batch.messages(), LoopMessageBody.CODEC, out);
  }

  @Override
  public Batch read(DataInput in) throws IOException {
    return new Batch(Wire.readList(LoopMessageBody.CODEC, in));
  }
}
