package io.dsd.message.request;

/**
 * Where the time of a sequence's rounds went. Each moment is counted once, also while several
 * blocks are on their way.
 *
 * @param draftNanos time in which the drafter was waited for, in nanoseconds
 * @param sliceNanos time the slices computed, in nanoseconds, prefill included
 * @param queueNanos time blocks waited in the slices' queues, in nanoseconds
 * @param linkNanos the rest of the round trips: links, serialisation, scheduling, in nanoseconds
 */
public record TimeSpent(long draftNanos, long sliceNanos, long queueNanos, long linkNanos) {

  /** No time at all. */
  public static final TimeSpent NONE = new TimeSpent(0, 0, 0, 0);

  /** This and more. */
  public TimeSpent plus(TimeSpent more) {
    return new TimeSpent(
        draftNanos + more.draftNanos,
        sliceNanos + more.sliceNanos,
        queueNanos + more.queueNanos,
        linkNanos + more.linkNanos);
  }

  /** All of it, in nanoseconds. */
  public long nanos() {
    return draftNanos + sliceNanos + queueNanos + linkNanos;
  }
}
