package io.dsd.job.cluster;

import static java.util.Objects.requireNonNull;

import io.dsd.job.link.Bandwidth;
import io.dsd.job.link.LinkShape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.configuration.MemorySize;

/**
 * What a cluster is to consist of.
 *
 * @param slices how many task managers have a slice each
 * @param spares how many more can take over any slice
 * @param parallelism slots of each task manager
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
    int slices,
    int spares,
    int parallelism,
    LinkShape link,
    MetricsPorts metrics,
    String model,
    String dtype,
    MemorySize segment,
    int restPort,
    int kafkaPort,
    boolean tls) {

  /** Checks the ranges. */
  public ClusterPlan {
    requireNonNull(link, "link");
    requireNonNull(metrics, "metrics");
    requireNonNull(model, "model");
    requireNonNull(dtype, "dtype");
    requireNonNull(segment, "segment");
    requireAtLeast("--slices", slices, 1);
    requireAtLeast("--spares", spares, 0);
    requireAtLeast("--parallelism", parallelism, 1);
  }

  private static void requireAtLeast(String flag, int value, int least) {
    if (value < least) {
      throw new ClusterException(
          "%s: '%d' is not allowed; give a whole number, %d or more".formatted(flag, value, least));
    }
  }

  /** The names of all task managers, slices first. */
  List<String> taskManagers() {
    List<String> names = new ArrayList<>();
    IntStream.range(0, slices).forEach(i -> names.add(sliceName(i)));
    IntStream.range(0, spares).forEach(i -> names.add("spare-" + i));
    return List.copyOf(names);
  }

  /** The external resources of a task manager: that of its slice, or of all if it is a spare. */
  List<String> resources(String taskManager) {
    return IntStream.range(0, slices)
        .filter(i -> taskManager.equals(sliceName(i)) || isSpare(taskManager))
        .mapToObj(i -> "slice" + i)
        .toList();
  }

  boolean isSpare(String taskManager) {
    return taskManager.startsWith("spare-");
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

  private static String sliceName(int slice) {
    return "slice-" + slice;
  }
}
