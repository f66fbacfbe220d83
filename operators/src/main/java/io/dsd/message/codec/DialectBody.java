package io.dsd.message.codec;

import io.dsd.message.request.Dialect;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The dialect in one byte: 1 completion, 2 chat. */
enum DialectBody implements Codec<Dialect> {
  CODEC;

  @Override
  public void write(Dialect dialect, DataOutput out) throws IOException {
    out.writeByte(
        switch (dialect) {
          case COMPLETION -> 1;
          case CHAT -> 2;
        });
  }

  @Override
  public Dialect read(DataInput in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case 1 -> Dialect.COMPLETION;
      case 2 -> Dialect.CHAT;
      default -> throw Wire.unknownTag("dialect", tag, "1 (completion), 2 (chat)");
    };
  }
}
