package io.dsd.message.codec;

import io.dsd.message.Bytes;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Bytes: their number, and themselves. */
enum BytesBody implements Codec<Bytes> {
  CODEC;

  @Override
  public void write(Bytes bytes, DataOutput out) throws IOException {
    Wire.writeBytes(bytes, out);
  }

  @Override
  public Bytes read(DataInput in) throws IOException {
    return Wire.readBytes(in);
  }
}
