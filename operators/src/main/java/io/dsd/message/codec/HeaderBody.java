package io.dsd.message.codec;

import io.dsd.message.request.Header;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A record's header: {@code name (text) | value (optional bytes)}. */
enum HeaderBody implements Codec<Header> {
  CODEC;

  @Override
  public void write(Header header, DataOutput out) throws IOException {
    Wire.writeText(header.name(), out);
    Wire.writeOptional(header.value(), BytesBody.CODEC, out);
  }

  @Override
  public Header read(DataInput in) throws IOException {
    return new Header(Wire.readText(in), Wire.readOptional(BytesBody.CODEC, in));
  }
}
