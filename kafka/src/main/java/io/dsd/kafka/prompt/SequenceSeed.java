package io.dsd.kafka.prompt;

import io.dsd.message.SequenceId;
import java.nio.charset.StandardCharsets;

/**
 * The seed of a request that gives none: a function of its sequence id alone, the same in every JVM
 * and release.
 *
 * <p>FNV-1a of 64 bits over the topic's UTF-8 bytes, the partition (4 bytes) and the offset (8
 * bytes), big-endian, then the finalizer of SplitMix64, of which the upper 53 bits stay: every
 * reader of JSON can hold such a number, and send it back.
 */
public final class SequenceSeed {

  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private SequenceSeed() {}

  /** The seed of {@code sequence}, from 0 to 2^53 - 1. */
  public static long of(SequenceId sequence) {
    long hash = FNV_BASIS;
    for (byte value : sequence.topic().getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (value & 0xff)) * FNV_PRIME;
    }
    hash = absorb(hash, sequence.partition(), Integer.BYTES);
    hash = absorb(hash, sequence.offset(), Long.BYTES);
    return splitMix(hash) >>> 11;
  }

  private static long absorb(long hash, long value, int bytes) {
    long result = hash;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      result = (result ^ ((value >>> shift) & 0xff)) * FNV_PRIME;
    }
    return result;
  }

  private static long splitMix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
