package io.dsd.message.codec;

import io.dsd.message.request.FinishReason;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The finish reason in one byte: 1 stop, 2 length, 3 deadline, 4 cancelled. */
enum FinishReasonBody implements Codec<FinishReason> {
  CODEC;

  @Override
  public void write(FinishReason reason, DataOutput out) throws IOException {
    out.writeByte(
        switch (reason) {
          case STOP -> 1;
          case LENGTH -> 2;
          case DEADLINE -> 3;
          case CANCELLED -> 4;
        });
  }

  @Override
  public FinishReason read(DataInput in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case 1 -> FinishReason.STOP;
      case 2 -> FinishReason.LENGTH;
      case 3 -> FinishReason.DEADLINE;
      case 4 -> FinishReason.CANCELLED;
      default ->
          throw Wire.unknownTag(
              "finish reason", tag, "1 (stop), 2 (length), 3 (deadline), 4 (cancelled)");
    };
  }
}
