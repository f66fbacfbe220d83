package io.dsd.tests.cluster;

import io.dsd.operator.slice.SliceSettings;
import java.util.concurrent.Semaphore;

/**
 * The forward passes that are granted to held slices: what a test does meanwhile finds sequences in
 * the middle of their answers, however fast the machine is.
 */
public final class Passes {

  /** More than any test needs. */
  public static final int FREELY = 1 << 20;

  private static final Semaphore GRANTED = new Semaphore(0);

  private Passes() {}

  /** Grants so many forward passes, of all held slices together, instead of those still granted. */
  public static void grant(int passes) {
    GRANTED.drainPermits();
    GRANTED.release(passes);
  }

  /** Whether a forward pass waits. */
  public static boolean areAwaited() {
    return GRANTED.hasQueuedThreads();
  }

  /** The settings of a slice whose forward passes wait until they are granted. */
  public static SliceSettings hold(SliceSettings slice) {
    return WatchedKernels.around(slice, lanes -> await());
  }

  private static void await() {
    try {
      GRANTED.acquire();
    } catch (InterruptedException ended) {
      throw new IllegalStateException("the job ends while this kernel waits", ended);
    }
  }
}
