package io.dsd.operator.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.util.function.ThrowingRunnable;
import org.junit.jupiter.api.Test;

class MailboxWorkerTest {

  private static final String NAME = "a worker of this test";

  /** The mailbox of a task whose thread is the test's. */
  private static final class Mailbox implements MailboxExecutor {

    private final BlockingQueue<ThrowingRunnable<? extends Exception>> mails =
        new LinkedBlockingQueue<>();
    private volatile boolean closed;

    @Override
    public void execute(
        MailOptions options,
        ThrowingRunnable<? extends Exception> command,
        String format,
        Object... arguments) {
      if (closed) {
        throw new RejectedExecutionException("closed");
      }
      mails.add(command);
    }

    @Override
    public void yield() throws InterruptedException {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean tryYield() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean shouldInterrupt() {
      return false;
    }

    private void runOne() throws Exception {
      mails.poll(10, TimeUnit.SECONDS).run();
    }
  }

  private final Mailbox mailbox = new Mailbox();
  private final List<String> delivered = new ArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  private MailboxWorker<Integer, String> worker(CountDownLatch first) {
    return new MailboxWorker<>(
        NAME,
        mailbox,
        (batch, results) -> {
          threads.add(Thread.currentThread());
          await().until(() -> first.getCount() == 0);
          if (batch.contains(13)) {
            throw new IllegalStateException("thirteen");
          }
          results.accept(batch.toString());
        },
        delivered::add);
  }

  /** A worker that computes 1 until it may end. */
  private MailboxWorker<Integer, String> busy(CountDownLatch first) {
    MailboxWorker<Integer, String> worker = worker(first);
    worker.submit(1);
    await().until(() -> !threads.isEmpty());
    return worker;
  }

  @Test
  void whatComesWhileABatchIsComputedIsTheNextBatch() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    MailboxWorker<Integer, String> worker = busy(first);

    worker.submit(2);
    worker.submit(3);
    assertThat(worker.waiting()).isEqualTo(2);
    first.countDown();
    mailbox.runOne();
    mailbox.runOne();
    worker.stop();

    assertThat(delivered).containsExactly("[1]", "[2, 3]");
    assertThat(mailbox.mails).isEmpty();
  }

  @Test
  void theThreadEndsWithoutWorkAndAnotherOneBeginsWithTheNext() throws Exception {
    MailboxWorker<Integer, String> worker = worker(new CountDownLatch(0));

    worker.submit(1);
    mailbox.runOne();
    await().atMost(Duration.ofSeconds(20)).until(() -> !threads.get(0).isAlive());
    worker.submit(2);
    mailbox.runOne();
    worker.stop();

    assertThat(delivered).containsExactly("[1]", "[2]");
    assertThat(threads).hasSize(2).doesNotHaveDuplicates();
    assertThat(threads).extracting(Thread::getName).containsOnly(NAME);
  }

  @Test
  void aFailureIsThrownInTheMailboxAndEndsTheWork() throws Exception {
    MailboxWorker<Integer, String> worker = worker(new CountDownLatch(0));

    worker.submit(13);

    assertThatThrownBy(mailbox::runOne).isInstanceOf(IllegalStateException.class);
    worker.submit(1);
    worker.stop();
    assertThat(mailbox.mails).isEmpty();
    assertThat(threads).hasSize(1);
  }

  @Test
  void stoppingWaitsForTheBatchAtWork() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    MailboxWorker<Integer, String> worker = busy(first);
    worker.submit(2);
    mailbox.closed = true;

    Thread stopping = new Thread(() -> stop(worker));
    stopping.start();
    await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
    assertThat(threads.get(0).isAlive()).isTrue();
    first.countDown();
    stopping.join();

    await().until(() -> !threads.get(0).isAlive());
    assertThat(threads).hasSize(1);
    assertThat(delivered).isEmpty();
  }

  private static void stop(MailboxWorker<Integer, String> worker) {
    try {
      worker.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
