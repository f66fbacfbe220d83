package io.dsd.operator.work;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
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

  private final MailboxExecutor mailbox;
  private final Work<I, O> work;
  private final Consumer<O> deliver;
  private final BlockingQueue<I> waiting = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closed;

  /**
   * A worker; {@link #start} sets it going.
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
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  /** Starts the thread. */
  public void start() {
    thread.start();
  }

  /** Adds to the next batch; never blocks. */
  public void submit(I item) {
    waiting.add(item);
  }

  /** How many items wait. */
  public int waiting() {
    return waiting.size();
  }

  private void run() {
    try {
      while (!closed) {
        List<I> batch = new ArrayList<>();
        batch.add(waiting.take());
        waiting.drainTo(batch);
        work.compute(batch, result -> post(() -> deliver.accept(result)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      post(
          () -> {
            throw e;
          });
    }
  }

  private void post(Runnable mail) {
    try {
      mailbox.execute(mail::run, "a result of %s", thread.getName());
    } catch (RejectedExecutionException ended) {
      // the task has ended: nobody waits for this result any more
      closed = true;
    }
  }

  /** Waits for the batch at work, if any, and ends the thread. */
  public void stop() throws InterruptedException {
    closed = true;
    thread.interrupt();
    thread.join();
  }
}
