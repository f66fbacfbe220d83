package io.dsd.loop;

import static java.util.Objects.requireNonNull;

import org.apache.flink.api.common.functions.RuntimeContext;

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

  /** That of the subtask with that context. */
  static LoopKey of(RuntimeContext context) {
    return new LoopKey(
        context.getJobInfo().getJobId().toString(), context.getTaskInfo().getIndexOfThisSubtask());
  }
}
