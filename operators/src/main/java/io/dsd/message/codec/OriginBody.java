package io.dsd.message.codec;

import io.dsd.message.request.Origin;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Where a request came from.
 *
 * <pre>
 *   +----------+---------------+----------------+----------------+
 *   | sequence | timestamp (8) | key (optional  | headers (list) |
 *   |  id      |               |   bytes)       |                |
 *   +----------+---------------+----------------+----------------+
 * </pre>
 */
enum OriginBody implements Codec<Origin> {
  CODEC;

  @Override
  public void write(Origin origin, DataOutput out) throws IOException {
    SequenceIdBody.CODEC.write(origin.sequence(), out);
    out.writeLong(origin.timestamp());
    Wire.writeOptional(origin.key(), BytesBody.CODEC, out);
    Wire.writeList(origin.headers(), HeaderBody.CODEC, out);
  }

  @Override
  public Origin read(DataInput in) throws IOException {
    return new Origin(
        SequenceIdBody.CODEC.read(in),
        in.readLong(),
        Wire.readOptional(BytesBody.CODEC, in),
        Wire.readList(HeaderBody.CODEC, in));
  }
}
