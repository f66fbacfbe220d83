package io.dsd.model.torch;

import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * How many threads libtorch computes with.
 *
 * <p>Each thread that calls libtorch gets helpers of its own, and they stay as long as it does.
 * Where all of these are more than the processors, GNU's OpenMP lets none of them wait awake for
 * the next operator, although most only sleep, and waking one at each of hundreds of operators
 * takes a pass half as long again (docs/performance.md). So who needs helpers once goes when it is
 * done, and who needs them little does without.
 */
final class Threads {

  /** Asked when libtorch is there, and before anybody has chosen. */
  private static final class All {

    private static final int COUNT = JniUtils.getNumThreads();
  }

  private static final ThreadLocal<Integer> CHOSEN = ThreadLocal.withInitial(() -> 0);

  private Threads() {}

  /** As many as there are for libtorch, which must have been loaded. */
  static int all() {
    return All.COUNT;
  }

  /**
   * Lets libtorch compute what the calling thread asks for with so many threads, itself included.
   */
  static void choose(int count) {
    if (CHOSEN.get() != count) {
      // what a thread has never asked for it is given at its first operator, whatever was set
      JniUtils.getNumThreads();
      JniUtils.setNumThreads(count);
      CHOSEN.set(count);
    }
  }

  /** Works on a thread that ends, and its helpers with it; waits for it even if interrupted. */
  static <T> T apart(Supplier<T> work) {
    String name = Thread.currentThread().getName() + " loading";
    Executor ending =
        command -> {
          Thread thread = new Thread(command, name);
          thread.setDaemon(true);
          thread.start();
        };
    try {
      return CompletableFuture.supplyAsync(work, ending).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      if (e.getCause() instanceof Error broken) {
        throw broken;
      }
      throw e;
    }
  }
}
