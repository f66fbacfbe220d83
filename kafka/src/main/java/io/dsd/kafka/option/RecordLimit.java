package io.dsd.kafka.option;

import java.io.Serializable;

/**
 * The one limit on record sizes, from which every client, topic and broker limit follows.
 *
 * <p>A prompt record may have {@code bytes} bytes of key, headers and value together, and so may
 * the JSON of an answer. An answer carries the prompt's key and headers besides its own JSON, and a
 * dead letter carries a few headers more, hence {@link #wireBytes()}.
 *
 * @param bytes the limit in bytes, from 1 KiB to 32 MiB
 */
public record RecordLimit(int bytes) implements Serializable {

  /** The smallest limit, in bytes. */
  public static final int LEAST = 1 << 10;

  /** The largest limit, in bytes: beyond it a broker's default request size would not do. */
  public static final int MOST = 32 << 20;

  private static final int OVERHEAD = 64 << 10;

  /** Checks the range. */
  public RecordLimit {
    if (bytes < LEAST || bytes > MOST) {
      throw new IllegalArgumentException(
          "the record size limit is %d bytes; from %d to %d are allowed"
              .formatted(bytes, LEAST, MOST));
    }
  }

  /** 480 KiB: what fits into topics made with the defaults of a broker, which takes 1 MiB. */
  public static RecordLimit standard() {
    return new RecordLimit(480 << 10);
  }

  /** The largest record on any of the topics, batch overhead included, in bytes. */
  public int wireBytes() {
    return 2 * bytes + OVERHEAD;
  }
}
