package io.dsd.message.codec;

import io.dsd.message.request.Arrival;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.Request;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * An arrival.
 *
 * <pre>
 *    0   1
 *   +---+----------+
 *   | 1 | request  |
 *   +---+----------+-----------+------------------------+-------+
 *   | 2 | origin   | id (text) | value (optional bytes) | error |
 *   +---+----------+-----------+------------------------+-------+
 * </pre>
 */
enum ArrivalBody implements Codec<Arrival> {
  CODEC;

  private static final int REQUEST = 1;
  private static final int REFUSAL = 2;

  @Override
  public void write(Arrival arrival, DataOutput out) throws IOException {
    if (arrival instanceof Request request) {
      out.writeByte(REQUEST);
      RequestBody.CODEC.write(request, out);
    } else if (arrival instanceof Refusal refusal) {
      out.writeByte(REFUSAL);
      OriginBody.CODEC.write(refusal.origin(), out);
      Wire.writeText(refusal.id(), out);
      Wire.writeOptional(refusal.value(), BytesBody.CODEC, out);
      RequestErrorBody.CODEC.write(refusal.error(), out);
    } else {
      throw new IllegalStateException("no layout for " + arrival.getClass());
    }
  }

  @Override
  public Arrival read(DataInput in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case REQUEST -> RequestBody.CODEC.read(in);
      case REFUSAL ->
          new Refusal(
              OriginBody.CODEC.read(in),
              Wire.readText(in),
              Wire.readOptional(BytesBody.CODEC, in),
              RequestErrorBody.CODEC.read(in));
      default -> throw Wire.unknownTag("arrival", tag, "1 (request), 2 (refusal)");
    };
  }
}
