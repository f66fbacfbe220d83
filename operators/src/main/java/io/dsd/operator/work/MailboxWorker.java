package io.dsd.operator.work;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.apache.flink.api.common.operators.MailboxExecutor;

/**
 * A thread beside an operator: takes all that waits as one batch, computes, and delivers the result
 * through the operator's mailbox. So the mailbox stays free for barriers and cancellation, and a
 * batch grows by itself while the one before is computed.
 *
 * @param <I> what is submitted
 * @param <O> a result
 */
public final class MailboxWorker<I, O> {

  /**
   * The computation.
   *
   * @param <I> what is submitted
   * @param <O> a result
   */
  @FunctionalInterface
  public interface Work<I, O> {

    /**
     * Computes a batch, on the worker's thread; each result is delivered as soon as it is there.
     */
    void compute(List<I> batch, Consumer<O> results);
  }

  /** How long a thread stays without work; what it has in native libraries goes with it. */
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final MailboxExecutor mailbox;
  private final Work<I, O> work;
  private final Consumer<O> deliver;
  private final String name;
  private final Queue<I> waiting = new ConcurrentLinkedQueue<>();
  private final ThreadPoolExecutor executor;
  private volatile boolean ended;

  /**
   * A worker without a thread, which begins with the first item.
   *
   * @param name the thread's name
   * @param mailbox the operator's
   * @param work the computation
   * @param deliver takes the results, on the operator's thread
   */
  public MailboxWorker(String name, MailboxExecutor mailbox, Work<I, O> work, Consumer<O> deliver) {
    this.mailbox = mailbox;
    this.work = work;
    this.deliver = deliver;
    this.name = name;
    this.executor =
        new ThreadPoolExecutor(
            1, 1, IDLE.toMillis(), MILLISECONDS, new LinkedBlockingQueue<>(), this::thread);
    this.executor.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable run) {
    Thread thread = new Thread(run, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Adds to the next batch; never blocks. After {@link #stop} or a failure nothing is added. */
  public void submit(I item) {
    if (!ended) {
      waiting.add(item);
      executor.execute(this::work);
    }
  }

  /** How many items wait. */
  public int waiting() {
    return waiting.size();
  }

  private void work() {
    List<I> batch = new ArrayList<>();
    for (I item = waiting.poll(); item != null; item = waiting.poll()) {
      batch.add(item);
    }
    // what came while the batch before was computed has been taken at once
    if (batch.isEmpty() || ended) {
      return;
    }
    try {
      work.compute(batch, result -> post(() -> deliver.accept(result)));
    } catch (RuntimeException | Error e) {
      ended = true;
      post(
          () -> {
            throw e;
          });
    }
  }

  private void post(Runnable mail) {
    try {
      mailbox.execute(mail::run, "a result of %s", name);
    } catch (RejectedExecutionException closed) {
      // the task has ended: nobody waits for this result any more
      ended = true;
    }
  }

  /** Waits for the batch at work, if any, and ends the thread. */
  public void stop() throws InterruptedException {
    ended = true;
    executor.shutdown();
    executor.awaitTermination(Long.MAX_VALUE, MILLISECONDS);
  }
}
