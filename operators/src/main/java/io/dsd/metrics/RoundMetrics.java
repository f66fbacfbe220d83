package io.dsd.metrics;

import io.dsd.message.request.TimeSpent;
import org.apache.flink.metrics.Histogram;

/** Where the time of rounds went. */
final class RoundMetrics {

  private final Histogram round;
  private final Histogram link;
  private final Histogram compute;
  private final Histogram queue;

  RoundMetrics(Registration registration) {
    round = registration.histogram(Metric.ROUND_NANOS);
    link = registration.histogram(Metric.LINK_NANOS);
    compute = registration.histogram(Metric.COMPUTE_NANOS);
    queue = registration.histogram(Metric.QUEUE_NANOS);
  }

  /** A sequence's times have grown by one round. */
  void grown(TimeSpent before, TimeSpent after) {
    long inLinks = after.linkNanos() - before.linkNanos();
    long inForwards = after.sliceNanos() - before.sliceNanos();
    long inQueues = after.queueNanos() - before.queueNanos();
    round.update(inLinks + inForwards + inQueues);
    link.update(inLinks);
    compute.update(inForwards);
    queue.update(inQueues);
  }
}
