package io.dsd.message.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Values as bytes and back. */
final class Encoded {

  private Encoded() {}

  static <T> byte[] write(Codec<T> codec, T value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(value, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  /** A value and how many bytes were left. */
  record Decoded<T>(T value, int left) {}

  static <T> Decoded<T> read(Codec<T> codec, byte[] bytes) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    T value = codec.read(new DataInputStream(in));
    return new Decoded<>(value, in.available());
  }
}
