package io.dsd.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dsd.model.ModelException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThreadsTest {

  @Test
  void whatIsDoneApartIsDoneByAThreadThatEnds() {
    Thread worker = Threads.apart(Thread::currentThread);

    assertThat(worker).isNotSameAs(Thread.currentThread());
    await().until(() -> !worker.isAlive());
  }

  @Test
  void whatFailsApartFailsAsIfItWereHere() {
    ModelException refused = new ModelException("no such tensor");
    assertThatThrownBy(() -> Threads.apart(() -> fail(refused))).isSameAs(refused);

    OutOfMemoryError broken = new OutOfMemoryError("too large");
    assertThatThrownBy(() -> Threads.apart(() -> fail(broken))).isSameAs(broken);
  }

  private static Object fail(RuntimeException failure) {
    throw failure;
  }

  private static Object fail(Error failure) {
    throw failure;
  }

  @Test
  void whoIsInterruptedWaitsNeverthelessAndRemembersIt() throws InterruptedException {
    CountDownLatch may = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    AtomicReference<String> result = new AtomicReference<>("");
    Thread waiting =
        new Thread(
            () -> {
              result.set(
                  Threads.apart(
                      () -> {
                        await().until(() -> may.getCount() == 0);
                        return "loaded";
                      }));
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    waiting.start();
    waiting.interrupt();
    assertThat(result.get()).isEmpty();
    may.countDown();
    waiting.join();

    assertThat(result.get()).isEqualTo("loaded");
    assertThat(interrupted).isTrue();
  }
}
