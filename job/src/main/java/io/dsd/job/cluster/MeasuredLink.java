package io.dsd.job.cluster;

import io.dsd.job.link.LinkMeasurement;
import io.dsd.job.link.LinkShape;
import java.time.Duration;

/**
 * A link's one-way latency, as asked for and as measured.
 *
 * @param name the task manager that it leads to
 * @param askedNanos the latency it was to add
 * @param medianNanos what it added
 * @param slowNanos what one message in twenty took longer than
 * @param close whether the median is within 5 % or 0.5 ms of what was asked for
 */
public record MeasuredLink(
    String name, long askedNanos, long medianNanos, long slowNanos, boolean close) {

  static MeasuredLink of(String name, LinkShape asked, LinkMeasurement measured) {
    return new MeasuredLink(
        name,
        asked.latency().toNanos(),
        measured.median().toNanos(),
        measured.slow().toNanos(),
        measured.isCloseTo(asked));
  }

  /** A line for people. */
  public String line() {
    return "%-10s one way: asked %s, measured %s (median), %s (95 %%)%s"
        .formatted(
            name,
            millis(askedNanos),
            millis(medianNanos),
            millis(slowNanos),
            close ? "" : "  not within 5 % or 0.5 ms: this machine is too busy");
  }

  private static String millis(long nanos) {
    return LinkShape.millis(Duration.ofNanos(nanos / 10_000 * 10_000));
  }
}
