package io.dsd.model.gguf;

import io.dsd.model.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a GGUF header front to back. Every length is checked against what is left of the file
 * before anything is allocated for it.
 */
final class GgufInput {

  private static final int MOST_ELEMENTS = 1 << 22;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private long bufferEnd;
  private int elements;

  GgufInput(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
    buffer.limit(0);
  }

  /** Where the next byte is read from. */
  long position() {
    return bufferEnd - buffer.remaining();
  }

  /** The file's size in bytes. */
  long size() {
    return size;
  }

  /** An error about the file at the current position. */
  ModelException damaged(String what) {
    return new ModelException(
        "%s is not a usable GGUF file: %s (near byte %d of %d). Fetch it again."
            .formatted(file, what, position(), size));
  }

  int int32() throws IOException {
    return need(4).getInt();
  }

  long int64() throws IOException {
    return need(8).getLong();
  }

  /** A count of things that take at least {@code least} bytes each. */
  int count(String what, int least) throws IOException {
    long count = int64();
    if (count < 0 || count > (size - position()) / least || count > MOST_ELEMENTS) {
      throw damaged("it claims %s %s, more than fit".formatted(Long.toUnsignedString(count), what));
    }
    return (int) count;
  }

  String string() throws IOException {
    int length = count("bytes of text", 1);
    byte[] bytes = new byte[length];
    int read = 0;
    while (read < length) {
      int piece = Math.min(length - read, buffer.capacity());
      need(piece).get(bytes, read, piece);
      read += piece;
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** A value of the type of that number. */
  GgufValue value(int type) throws IOException {
    return switch (type) {
      case 0 -> new GgufValue.Whole(need(1).get() & 0xff);
      case 1 -> new GgufValue.Whole(need(1).get());
      case 2 -> new GgufValue.Whole(need(2).getShort() & 0xffff);
      case 3 -> new GgufValue.Whole(need(2).getShort());
      case 4 -> new GgufValue.Whole(int32() & 0xffffffffL);
      case 5 -> new GgufValue.Whole(int32());
      case 6 -> new GgufValue.Real(need(4).getFloat());
      case 7 -> new GgufValue.Flag(need(1).get() != 0);
      case 8 -> new GgufValue.Text(string());
      case 9 -> array();
      case 10, 11 -> new GgufValue.Whole(int64());
      case 12 -> new GgufValue.Real(need(8).getDouble());
      default -> throw damaged("it has a metadata value of the unknown type " + type);
    };
  }

  private GgufValue array() throws IOException {
    int type = int32();
    if (type == 9) {
      throw damaged("it has an array of arrays, which are not supported");
    }
    int count = count("array elements", 1);
    elements += count;
    if (elements > MOST_ELEMENTS) {
      throw damaged("its arrays have more than %d elements together".formatted(MOST_ELEMENTS));
    }
    List<GgufValue> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(value(type));
    }
    return new GgufValue.Array(values);
  }

  /** The buffer with at least {@code bytes} remaining. */
  private ByteBuffer need(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      if (size - position() < bytes) {
        throw damaged("it ends too early");
      }
      buffer.compact();
      while (buffer.position() < bytes) {
        int read = channel.read(buffer, bufferEnd);
        if (read < 0) {
          buffer.flip();
          throw damaged("it ends too early");
        }
        bufferEnd += read;
      }
      buffer.flip();
    }
    return buffer;
  }
}
