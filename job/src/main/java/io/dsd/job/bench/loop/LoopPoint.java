package io.dsd.job.bench.loop;

import java.util.List;
import java.util.Locale;

/**
 * Trips of one shape.
 *
 * @param bytes of each message
 * @param inFlight how many messages were under way at the same time
 * @param trips how many were measured
 * @param medianMillis of a whole loop
 * @param p99Millis what one in a hundred took longer than
 * @param tripsPerSecond of all messages together
 * @param ringMedianMillis the same trip over bare sockets of this machine, one message at a time
 * @param ringP99Millis what one in a hundred of these took longer than
 */
public record LoopPoint(
    int bytes,
    int inFlight,
    int trips,
    double medianMillis,
    double p99Millis,
    double tripsPerSecond,
    double ringMedianMillis,
    double ringP99Millis) {

  private String size() {
    return bytes % 1024 == 0 ? bytes / 1024 + " KiB" : bytes + " B";
  }

  List<String> row(double linkMillis) {
    return List.of(
        size(),
        Integer.toString(inFlight),
        number("%.3f", medianMillis),
        number("%.3f", p99Millis),
        number("%.3f", medianMillis - linkMillis),
        number("%.0f", tripsPerSecond),
        number("%.3f", ringMedianMillis),
        number("%.3f", ringP99Millis),
        Integer.toString(trips));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
