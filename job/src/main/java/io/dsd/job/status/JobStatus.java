package io.dsd.job.status;

import java.util.List;

/**
 * A job.
 *
 * @param id Flink's
 * @param state Flink's, such as {@code RUNNING}
 * @param runningMillis how long it has been there
 * @param restarts how often it was restarted
 * @param replicas its replicas; none if its tasks are not there
 */
public record JobStatus(
    String id, String state, long runningMillis, long restarts, List<ReplicaStatus> replicas) {

  /** Keeps a copy. */
  public JobStatus {
    replicas = List.copyOf(replicas);
  }

  /** Whether Flink has fetched the metrics of all replicas. */
  public boolean isMeasured() {
    return replicas.stream().allMatch(ReplicaStatus::isMeasured);
  }
}
