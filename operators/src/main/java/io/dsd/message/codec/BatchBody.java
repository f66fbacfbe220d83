package io.dsd.message.codec;

import io.dsd.message.round.Batch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A record of the loop: a list of loop messages. */
enum BatchBody implements Codec<Batch> {
  V1(LoopMessageBody.V1),
  V2(LoopMessageBody.V2);

  private final LoopMessageBody messages;

  BatchBody(LoopMessageBody messages) {
    this.messages = messages;
  }

  @Override
  public void write(Batch batch, DataOutput out) throws IOException {
    Wire.writeList(batch.messages(), messages, out);
  }

  @Override
  public Batch read(DataInput in) throws IOException {
    return new Batch(Wire.readList(messages, in));
  }
}
