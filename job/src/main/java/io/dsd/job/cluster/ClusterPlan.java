package io.dsd.job.cluster;

import static java.util.Objects.requireNonNull;

import io.dsd.job.link.Bandwidth;
import io.dsd.job.link.LinkShape;
import org.apache.flink.configuration.MemorySize;

/**
 * What a cluster is to consist of.
 *
 * @param taskManagers and what each is for
 * @param link what is between a task manager and all others
 * @param metrics where Prometheus finds the processes of Flink
 * @param model as a job's configuration names it
 * @param dtype as a job's configuration names it
 * @param segment the network buffers of all task managers
 * @param restPort of the job manager; 0 for any that is free
 * @param kafkaPort of the broker; 0 for any that is free
 * @param tls whether all connections are encrypted and need a certificate or a password
 */
public record ClusterPlan(
    TaskManagers taskManagers,
    LinkShape link,
    MetricsPorts metrics,
    String model,
    String dtype,
    MemorySize segment,
    int restPort,
    int kafkaPort,
    boolean tls) {

  /** Checks that nothing is null. */
  public ClusterPlan {
    requireNonNull(taskManagers, "taskManagers");
    requireNonNull(link, "link");
    requireNonNull(metrics, "metrics");
    requireNonNull(model, "model");
    requireNonNull(dtype, "dtype");
    requireNonNull(segment, "segment");
  }

  /** What the links are like, in words. */
  String links() {
    if (link.isTransparent()) {
      return "as fast as this machine";
    }
    return "latency %s, jitter %s, bandwidth %s"
        .formatted(
            LinkShape.millis(link.latency()),
            LinkShape.millis(link.jitter()),
            Bandwidth.print(link.bitsPerSecond()));
  }
}
