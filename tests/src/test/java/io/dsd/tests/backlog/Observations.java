package io.dsd.tests.backlog;

import io.dsd.tests.cluster.LocalJob;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;

/** What is seen of a job from time to time: its checkpoints, the heap, who waits. */
final class Observations {

  /**
   * One of them.
   *
   * @param completed checkpoints so far
   * @param failed checkpoints so far
   * @param stateBytes the size of the largest of the latest checkpoints: a single one may be of a
   *     moment when hardly anyone waited
   * @param heapBytes what is in use after a garbage collection
   * @param waiting how many sequences wait, if it has been reported
   */
  record Observation(
      long completed, long failed, long stateBytes, long heapBytes, OptionalInt waiting) {}

  private final List<Observation> observations = new ArrayList<>();
  private final LocalJob job;

  Observations(LocalJob job) {
    this.job = job;
  }

  /** Looks once more. */
  void look() throws Exception {
    CheckpointStatsSnapshot checkpoints = job.graph().getCheckpointStatsSnapshot();
    System.gc();
    observations.add(
        new Observation(
            checkpoints.getCounts().getNumberOfCompletedCheckpoints(),
            checkpoints.getCounts().getNumberOfFailedCheckpoints(),
            checkpoints.getHistory().getCheckpoints().stream()
                .filter(each -> each.getStatus().isCompleted())
                .mapToLong(AbstractCheckpointStats::getStateSize)
                .max()
                .orElse(0),
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
            job.waiting()));
  }

  List<Observation> all() {
    return List.copyOf(observations);
  }

  /** The first third of them. */
  List<Observation> early() {
    return observations.subList(0, observations.size() / 3);
  }

  /** The last third of them. */
  List<Observation> late() {
    return observations.subList(observations.size() - observations.size() / 3, observations.size());
  }
}
