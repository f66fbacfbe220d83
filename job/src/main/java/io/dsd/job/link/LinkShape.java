package io.dsd.job.link;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Locale;

/**
 * What a link does to bytes, in each of its two directions.
 *
 * @param latency how long a byte is on its way
 * @param jitter how much shorter or longer that may be, evenly distributed; at most the latency
 * @param bitsPerSecond what passes at most; {@link #UNLIMITED} for no limit
 */
public record LinkShape(Duration latency, Duration jitter, long bitsPerSecond) {

  /** The bandwidth of a link that has no limit. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** Checks the ranges. */
  public LinkShape {
    requireNonNull(latency, "latency");
    requireNonNull(jitter, "jitter");
    if (latency.isNegative() || latency.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "latency %s is not within 0 and 60 seconds".formatted(millis(latency)));
    }
    if (jitter.isNegative() || jitter.compareTo(latency) > 0) {
      throw new IllegalArgumentException(
          "jitter %s is not within 0 and the latency, %s"
              .formatted(millis(jitter), millis(latency)));
    }
    if (bitsPerSecond < 8) {
      throw new IllegalArgumentException(
          "bandwidth %d bit/s is below 8 bit/s".formatted(bitsPerSecond));
    }
  }

  /** Whether it does nothing at all. */
  public boolean isTransparent() {
    return latency.isZero() && bitsPerSecond == UNLIMITED;
  }

  /** How long so many bytes take to get onto the link. */
  long transmissionNanos(int bytes) {
    return bitsPerSecond == UNLIMITED
        ? 0
        : Math.round(bytes * 8.0 * NANOS_PER_SECOND / bitsPerSecond);
  }

  /** A duration as milliseconds with up to three decimals, such as {@code 25 ms}. */
  public static String millis(Duration duration) {
    String text = String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e6);
    return text.replaceFirst("\\.?0+$", "") + " ms";
  }
}
