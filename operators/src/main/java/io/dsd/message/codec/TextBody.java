package io.dsd.message.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Text: its length in bytes of UTF-8, and these. */
enum TextBody implements Codec<String> {
  CODEC;

  @Override
  public void write(String text, DataOutput out) throws IOException {
    Wire.writeText(text, out);
  }

  @Override
  public String read(DataInput in) throws IOException {
    return Wire.readText(in);
  }
}
