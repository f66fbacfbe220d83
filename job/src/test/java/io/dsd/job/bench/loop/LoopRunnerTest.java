package io.dsd.job.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.round.Activation;
import io.dsd.message.round.Batch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoopRunnerTest {

  private static final long MILLI = 1_000_000;

  private final AtomicLong now = new AtomicLong();
  private final Deque<Batch> underWay = new ArrayDeque<>();
  private final List<long[]> results = new ArrayList<>();

  @Test
  void everyShapeIsMeasuredWithItsSizeAndItsNumberUnderWay() {
    LoopPlan plan = new LoopPlan(List.of(8, 64), List.of(1, 3), 5, 100, 100);
    LoopRunner runner = new LoopRunner(plan, now::get, underWay::add, results::add);
    List<LoopShape> seen = new ArrayList<>();

    runner.next();
    while (!runner.isDone()) {
      Activation message = (Activation) underWay.element().messages().get(0);
      LoopShape shape = new LoopShape(message.hidden().data().size(), underWay.size());
      if (!seen.contains(shape)) {
        seen.add(shape);
      }
      now.addAndGet(MILLI);
      runner.back(underWay.remove());
    }

    assertThat(seen).containsSubsequence(plan.shapes());
    assertThat(results).extracting(result -> result[0]).containsExactly(0L, 1L, 2L, 3L);
    assertThat(results).extracting(result -> result[1]).containsOnly(100 * MILLI);
    // each comes back a millisecond after the one before
    assertThat(Arrays.stream(results.get(0)).skip(2)).hasSize(100).containsOnly(MILLI);
    assertThat(Arrays.stream(results.get(1)).skip(2)).containsOnly(3 * MILLI);
  }

  @Test
  void whatIsUnderWayDuringTheWarmUpDoesNotCount() {
    LoopPlan plan = new LoopPlan(List.of(8), List.of(1), 2, 10, 10);
    LoopRunner runner = new LoopRunner(plan, now::get, underWay::add, results::add);

    runner.next();
    now.addAndGet(7 * MILLI);
    runner.back(underWay.remove());
    now.addAndGet(7 * MILLI);
    runner.back(underWay.remove());
    now.addAndGet(2 * MILLI);
    runner.back(underWay.remove());
    now.addAndGet(20 * MILLI);
    runner.back(underWay.remove());

    assertThat(runner.isDone()).isTrue();
    assertThat(results).hasSize(1);
    assertThat(results.get(0)).containsExactly(0, 10 * MILLI, 2 * MILLI);
  }
}
