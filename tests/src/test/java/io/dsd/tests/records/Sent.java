package io.dsd.tests.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record as a producer sends it.
 *
 * @param key its key
 * @param value its value; empty for a tombstone
 * @param headers its headers, whose values may be null
 * @param timestamp its timestamp; empty for the producer's clock
 */
record Sent(
    Optional<byte[]> key, Optional<byte[]> value, List<Header> headers, OptionalLong timestamp) {

  static Sent of(String value) {
    return of(value.getBytes(UTF_8));
  }

  static Sent of(byte[] value) {
    return new Sent(Optional.empty(), Optional.of(value), List.of(), OptionalLong.empty());
  }

  static Sent tombstone() {
    return new Sent(Optional.empty(), Optional.empty(), List.of(), OptionalLong.empty());
  }

  Sent withKey(byte[] other) {
    return new Sent(Optional.of(other), value, headers, timestamp);
  }

  /** With one more header; {@code null} is a header without a value. */
  Sent withHeader(String name, byte[] content) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new RecordHeader(name, content));
    return new Sent(key, value, more, timestamp);
  }

  Sent withHeader(String name, String content) {
    return withHeader(name, content.getBytes(UTF_8));
  }

  Sent at(long millis) {
    return new Sent(key, value, headers, OptionalLong.of(millis));
  }

  /** The bytes of these numbers. */
  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int at = 0; at < values.length; at++) {
      bytes[at] = (byte) values[at];
    }
    return bytes;
  }

  /** The text as UTF-8 with these bytes where it says {@code $}. */
  static byte[] around(String text, int... inside) {
    String[] parts = text.split("\\$", 2);
    byte[] before = parts[0].getBytes(UTF_8);
    byte[] after = parts[1].getBytes(UTF_8);
    byte[] all = Arrays.copyOf(before, before.length + inside.length + after.length);
    System.arraycopy(bytes(inside), 0, all, before.length, inside.length);
    System.arraycopy(after, 0, all, before.length + inside.length, after.length);
    return all;
  }
}
