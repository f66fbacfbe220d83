package io.dsd.job.link;

import java.util.concurrent.locks.LockSupport;

/** Waits to the microsecond: parks while there is time, and spins at the end. */
final class Precisely {

  /** The kernel wakes a parked thread up to this much too late. */
  private static final long SPIN_NANOS = 120_000;

  private Precisely() {}

  /** Returns at {@code deadline} of {@link System#nanoTime}, or when interrupted. */
  static void await(long deadline) {
    long left = deadline - System.nanoTime();
    while (left > 0 && !Thread.currentThread().isInterrupted()) {
      if (left > SPIN_NANOS) {
        LockSupport.parkNanos(left - SPIN_NANOS);
      } else {
        Thread.onSpinWait();
      }
      left = deadline - System.nanoTime();
    }
  }
}
