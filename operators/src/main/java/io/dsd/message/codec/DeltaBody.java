package io.dsd.message.codec;

import io.dsd.message.request.Delta;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A piece of an answer.
 *
 * <pre>
 *   +--------+-----------+-------------+-----------------+---------------+
 *   | origin | id (text) | dialect (1) | tokenOffset (4) | tokens (ints) |
 *   +--------+-------+---+---------+---+-----------------+-------+-------+
 *   | textOffset (4) | text (text) | finishReason (optional, 1)  |
 *   +----------------+-------------+-----------------------------+
 *   | accepted (4)   | corrected (1)                             |   since version 2
 *   +----------------+-------------------------------------------+
 * </pre>
 */
enum DeltaBody implements Codec<Delta> {
  V1,
  V2;

  @Override
  public void write(Delta delta, DataOutput out) throws IOException {
    OriginBody.CODEC.write(delta.origin(), out);
    Wire.writeText(delta.id(), out);
    DialectBody.CODEC.write(delta.dialect(), out);
    out.writeInt(delta.tokenOffset());
    IntsBody.CODEC.write(delta.tokens(), out);
    out.writeInt(delta.textOffset());
    Wire.writeText(delta.text(), out);
    Wire.writeOptional(delta.finishReason(), FinishReasonBody.CODEC, out);
    if (this == V2) {
      out.writeInt(delta.accepted());
      out.writeBoolean(delta.corrected());
    }
  }

  @Override
  public Delta read(DataInput in) throws IOException {
    return new Delta(
        OriginBody.CODEC.read(in),
        Wire.readText(in),
        DialectBody.CODEC.read(in),
        in.readInt(),
        IntsBody.CODEC.read(in),
        in.readInt(),
        Wire.readText(in),
        Wire.readOptional(FinishReasonBody.CODEC, in),
        this == V2 ? in.readInt() : 0,
        this == V2 && Wire.readFlag(in));
  }
}
