package io.dsd.job.bench.loop;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Activation;
import io.dsd.message.round.Batch;
import io.dsd.message.round.Block;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Parent;
import io.dsd.message.round.RowType;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Keeps messages of one shape after the other under way, and says how long each trip took. One
 * thread at a time.
 */
final class LoopRunner {

  private static final long MILLI = 1_000_000;
  private static final long NEXT_WARM_UP = 2_000 * MILLI;

  private final Deque<LoopShape> shapes;
  private final long nanos;
  private final LongSupplier clock;
  private final Consumer<Batch> out;
  private final Consumer<long[]> results;
  private final Map<SequenceId, Long> sent = new HashMap<>();
  private final List<Long> trips = new ArrayList<>();
  private LoopShape shape = new LoopShape(0, 0);
  private HiddenStates payload = new HiddenStates(RowType.BF16, 1, 0, Bytes.empty());
  private int number;
  private int round;
  private long warmUp;
  private long begin;
  private long end;

  /**
   * Nothing is under way yet.
   *
   * @param out takes what goes to the first slice
   * @param results takes the number of a shape, how long it was measured, and each trip's
   *     nanoseconds
   */
  LoopRunner(LoopPlan plan, LongSupplier clock, Consumer<Batch> out, Consumer<long[]> results) {
    this.shapes = new ArrayDeque<>(plan.shapes());
    this.nanos = plan.millis() * MILLI;
    this.warmUp = plan.warmUpMillis() * MILLI;
    this.clock = clock;
    this.out = out;
    this.results = results;
  }

  /** Whether all shapes are measured. */
  boolean isDone() {
    return shapes.isEmpty() && sent.isEmpty();
  }

  /** Begins with the next shape. */
  void next() {
    if (shapes.isEmpty()) {
      return;
    }
    shape = shapes.remove();
    int width = shape.bytes() / Short.BYTES;
    payload = new HiddenStates(RowType.BF16, 1, width, Bytes.owned(new byte[width * Short.BYTES]));
    begin = clock.getAsLong() + warmUp;
    warmUp = Math.min(nanos, NEXT_WARM_UP);
    end = begin + nanos;
    for (int i = 0; i < shape.inFlight(); i++) {
      send(new SequenceId("loop", 0, i));
    }
  }

  private void send(SequenceId sequence) {
    Block block =
        new Block(
            sequence,
            1,
            round++,
            Parent.committed(),
            0,
            1,
            true,
            Ints.of(0),
            Tree.chain(1),
            Sampling.greedy(),
            List.of());
    sent.put(sequence, clock.getAsLong());
    out.accept(new Batch(List.of(new Activation(block, payload, SliceTimes.ZERO))));
  }

  /** A batch has come back. */
  void back(Batch batch) {
    for (LoopMessage message : batch.messages()) {
      long now = clock.getAsLong();
      long start = sent.remove(message.sequence());
      if (start >= begin && now <= end) {
        trips.add(now - start);
      }
      if (now < end) {
        send(message.sequence());
      }
    }
    if (sent.isEmpty()) {
      finish();
    }
  }

  private void finish() {
    long[] result = new long[trips.size() + 2];
    result[0] = number++;
    result[1] = end - begin;
    for (int i = 0; i < trips.size(); i++) {
      result[i + 2] = trips.get(i);
    }
    trips.clear();
    results.accept(result);
    next();
  }
}
