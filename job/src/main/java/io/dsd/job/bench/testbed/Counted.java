package io.dsd.job.bench.testbed;

import java.util.List;

/**
 * What a job's operators have counted since it started.
 *
 * @param tokens tokens committed
 * @param rounds rounds that brought a verdict
 * @param ahead blocks that were sent while another of their sequence was on its way
 * @param cancelled blocks that a verdict made void
 * @param linkBytes what Flink sent from each slice to the next one and to the tail
 * @param busyNanos how long each slice worked
 */
public record Counted(
    long tokens, long rounds, long ahead, long cancelled, long linkBytes, List<Long> busyNanos) {

  /** Keeps a copy. */
  public Counted {
    busyNanos = List.copyOf(busyNanos);
  }
}
