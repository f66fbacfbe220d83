package io.dsd.message.codec;

import io.dsd.message.request.DeadLetter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A record that was not served: {@code origin | value (optional bytes) | error}. */
enum DeadLetterBody implements Codec<DeadLetter> {
  CODEC;

  @Override
  public void write(DeadLetter letter, DataOutput out) throws IOException {
    OriginBody.CODEC.write(letter.origin(), out);
    Wire.writeOptional(letter.value(), BytesBody.CODEC, out);
    RequestErrorBody.CODEC.write(letter.error(), out);
  }

  @Override
  public DeadLetter read(DataInput in) throws IOException {
    return new DeadLetter(
        OriginBody.CODEC.read(in),
        Wire.readOptional(BytesBody.CODEC, in),
        RequestErrorBody.CODEC.read(in));
  }
}
