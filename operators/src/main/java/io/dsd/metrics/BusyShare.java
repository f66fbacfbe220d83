package io.dsd.metrics;

import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.View;

/**
 * How much of its time a thread is at work: the share of the last few seconds, which Flink says
 * when it updates views. Work that goes on counts, too.
 */
final class BusyShare implements Gauge<Double>, View {

  private final LongSupplier nanoClock;
  private final Counter busyNanos;
  // when the work began that goes on, if any does
  private volatile long since;
  private volatile boolean atWork;
  private volatile double share;
  private long knownNanos;
  private long knownAt;

  /**
   * A thread that is idle.
   *
   * @param nanoClock {@link System#nanoTime} or a test's
   * @param busyNanos what the time of each finished work is added to
   */
  BusyShare(LongSupplier nanoClock, Counter busyNanos) {
    this.nanoClock = nanoClock;
    this.busyNanos = busyNanos;
    this.knownAt = nanoClock.getAsLong();
  }

  /** Runs {@code work}. */
  void during(Runnable work) {
    since = nanoClock.getAsLong();
    atWork = true;
    try {
      work.run();
    } finally {
      atWork = false;
      busyNanos.inc(nanoClock.getAsLong() - since);
    }
  }

  @Override
  public synchronized void update() {
    long now = nanoClock.getAsLong();
    long busy = busyNanos.getCount() + (atWork ? now - since : 0);
    if (now > knownAt) {
      share = Math.max(0, Math.min(1, (busy - knownNanos) / (double) (now - knownAt)));
    }
    knownNanos = busy;
    knownAt = now;
  }

  @Override
  public Double getValue() {
    return share;
  }
}
