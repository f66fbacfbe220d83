package io.dsd.message.codec;

import io.dsd.message.request.Request;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * A request.
 *
 * <pre>
 *   +--------+-----------+-------------+--------+---------------+
 *   | origin | id (text) | dialect (1) | prompt | sampling (28) |
 *   |        |           |             | (ints) |               |
 *   +--------+-----------+-------------+--------+---------------+
 *   | maxTokens (4) | stop (list of text) | stream (1) |
 *   +---------------+---------------------+------------+
 *   | deadline (optional millis (8))                   |   since version 2
 *   +--------------------------------------------------+
 *   | relaxation (8)                                   |   since version 3
 *   +--------------------------------------------------+
 * </pre>
 */
enum RequestBody implements Codec<Request> {
  /** Without a deadline. */
  V1,
  /** Without a relaxation. */
  V2,
  V3;

  @Override
  public void write(Request request, DataOutput out) throws IOException {
    OriginBody.CODEC.write(request.origin(), out);
    Wire.writeText(request.id(), out);
    DialectBody.CODEC.write(request.dialect(), out);
    IntsBody.CODEC.write(request.prompt(), out);
    SamplingBody.CODEC.write(request.sampling(), out);
    out.writeInt(request.maxTokens());
    Wire.writeList(request.stop(), TextBody.CODEC, out);
    out.writeBoolean(request.stream());
    if (this != V1) {
      Wire.writeOptional(request.deadline(), InstantBody.CODEC, out);
    }
    if (this == V3) {
      out.writeDouble(request.relaxation());
    }
  }

  @Override
  public Request read(DataInput in) throws IOException {
    return new Request(
        OriginBody.CODEC.read(in),
        Wire.readText(in),
        DialectBody.CODEC.read(in),
        IntsBody.CODEC.read(in),
        SamplingBody.CODEC.read(in),
        in.readInt(),
        Wire.readList(TextBody.CODEC, in),
        Wire.readFlag(in),
        this == V1 ? Optional.empty() : Wire.readOptional(InstantBody.CODEC, in),
        this == V3 ? in.readDouble() : 0);
  }
}
