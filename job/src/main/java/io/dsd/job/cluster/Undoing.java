package io.dsd.job.cluster;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something that must be undone if it fails, or if this process is asked to end meanwhile. */
public final class Undoing {

  private static final int PATIENCE_SECONDS = 10;

  private final Work<?> undo;

  /** Undoes by {@code undo}, at most once. */
  public Undoing(Work<?> undo) {
    this.undo = undo;
  }

  <T> T unlessDone(Work<T> work) throws IOException, InterruptedException {
    return run(work, false);
  }

  /** Undoes it when it is done, too. */
  public <T> T always(Work<T> work) throws IOException, InterruptedException {
    return run(work, true);
  }

  private <T> T run(Work<T> work, boolean alsoIfDone) throws IOException, InterruptedException {
    Thread worker = Thread.currentThread();
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              worker.interrupt();
              undoOnceEnded(ended);
            });
    Runtime.getRuntime().addShutdownHook(hook);
    boolean done = false;
    try {
      T result = work.run();
      done = !alsoIfDone;
      return result;
    } finally {
      boolean goesOn = removeHook(hook);
      ended.countDown();
      if (goesOn && !done) {
        undo.run();
      }
    }
  }

  private void undoOnceEnded(CountDownLatch ended) {
    try {
      if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("dsd: the start does not end; undoing what it has done so far");
      }
      undo.run();
    } catch (IOException | RuntimeException failure) {
      System.err.println("dsd: " + failure.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the process goes on, so that the hook will not run. */
  private static boolean removeHook(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      return false;
    }
  }

  /** What is done, or undone. */
  @FunctionalInterface
  public interface Work<T> {

    /** Does it. */
    T run() throws IOException, InterruptedException;
  }
}
