package io.dsd.message.codec;

import io.dsd.message.request.Arrival;
import io.dsd.message.request.Cancellation;
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
 *   | 3 | origin   | id (text) | target (sequence id)   |   a cancellation, since version 2
 *   +---+----------+-----------+------------------------+
 * </pre>
 */
enum ArrivalBody implements Codec<Arrival> {
  V1(RequestBody.V1),
  V2(RequestBody.V2),
  V3(RequestBody.V3);

  private static final int REQUEST = 1;
  private static final int REFUSAL = 2;
  private static final int CANCELLATION = 3;

  private final RequestBody requests;

  ArrivalBody(RequestBody requests) {
    this.requests = requests;
  }

  @Override
  public void write(Arrival arrival, DataOutput out) throws IOException {
    if (arrival instanceof Request request) {
      out.writeByte(REQUEST);
      requests.write(request, out);
    } else if (arrival instanceof Refusal refusal) {
      out.writeByte(REFUSAL);
      OriginBody.CODEC.write(refusal.origin(), out);
      Wire.writeText(refusal.id(), out);
      Wire.writeOptional(refusal.value(), BytesBody.CODEC, out);
      RequestErrorBody.CODEC.write(refusal.error(), out);
    } else if (arrival instanceof Cancellation cancellation) {
      out.writeByte(CANCELLATION);
      OriginBody.CODEC.write(cancellation.origin(), out);
      Wire.writeText(cancellation.id(), out);
      SequenceIdBody.CODEC.write(cancellation.target(), out);
    } else {
      throw new IllegalStateException("no layout for " + arrival.getClass());
    }
  }

  @Override
  public Arrival read(DataInput in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case REQUEST -> requests.read(in);
      case REFUSAL ->
          new Refusal(
              OriginBody.CODEC.read(in),
              Wire.readText(in),
              Wire.readOptional(BytesBody.CODEC, in),
              RequestErrorBody.CODEC.read(in));
      case CANCELLATION ->
          new Cancellation(
              OriginBody.CODEC.read(in), Wire.readText(in), SequenceIdBody.CODEC.read(in));
      default ->
          throw Wire.unknownTag("arrival", tag, "1 (request), 2 (refusal), 3 (cancellation)");
    };
  }
}
