package io.dsd.loop;

import static java.util.Objects.requireNonNull;

/**
 * Names one end-to-end loop in a JVM.
 *
 * @param job the job's id
 * @param subtask the subtask index of draft and tail
 */
public record LoopKey(String job, int subtask) {

  /** Checks that the job is named. */
  public LoopKey {
    requireNonNull(job, "job");
  }
}
