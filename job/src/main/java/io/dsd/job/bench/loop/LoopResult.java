package io.dsd.job.bench.loop;

import io.dsd.job.bench.result.Occasion;
import io.dsd.job.status.Columns;
import java.util.List;
import java.util.Locale;

/**
 * How long loops took in which nothing was computed.
 *
 * @param occasion when and where
 * @param hops stages that a message went through
 * @param linkMillis what the links of a loop delay it by, all together
 * @param points one for each shape
 */
public record LoopResult(Occasion occasion, int hops, double linkMillis, List<LoopPoint> points) {

  /** Keeps a copy. */
  public LoopResult {
    points = List.copyOf(points);
  }

  /** A table for people, with a line on what it is of. */
  public String text() {
    Columns table =
        new Columns(
            "message",
            "in flight",
            "median ms",
            "p99 ms",
            "median beyond links",
            "loops/s",
            "ring median ms",
            "ring p99 ms",
            "trips");
    points.forEach(point -> table.add(point.row(linkMillis)));
    return String.format(
            Locale.ROOT,
            "loops of %d hops through %d task managers, nothing computed; links %.1f ms a loop%n"
                + "ring: as many bare sockets of this machine, one message at a time, no links%n%n",
            hops,
            hops - 1,
            linkMillis)
        + table.text();
  }
}
