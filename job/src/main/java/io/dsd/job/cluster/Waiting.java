package io.dsd.job.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what other processes do. */
public final class Waiting {

  private static final int POLL_MILLIS = 50;

  private Waiting() {}

  /** Asks until the answer is yes, or the time is up; an answer that cannot be had is a no. */
  public static boolean until(Duration patience, Callable<Boolean> condition)
      throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isTrue(condition)) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      never.await(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
    return true;
  }

  private static boolean isTrue(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (IOException notYet) {
      return false;
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
