package io.dsd.job.bench.loop;

import java.io.Serializable;
import java.util.List;

/**
 * Which loops are measured.
 *
 * @param sizes bytes of a message
 * @param inFlight how many messages are under way at the same time
 * @param hops stages that a message goes through from the draft back to it; the slices are one less
 * @param warmUpMillis how long the first shape is under way before it counts: task managers have
 *     only started then, and their code is still being compiled
 * @param millis how long each shape is measured, the others after as long a warm-up at most
 */
public record LoopPlan(
    List<Integer> sizes, List<Integer> inFlight, int hops, int warmUpMillis, int millis)
    implements Serializable {

  /** Keeps copies. */
  public LoopPlan {
    sizes = List.copyOf(sizes);
    inFlight = List.copyOf(inFlight);
  }

  /** How many task managers the loop goes through. */
  public int slices() {
    return hops - 1;
  }

  /** The longest message, with what describes it. */
  public long recordBytes() {
    return sizes.stream().max(Integer::compare).orElse(0) + 4096L;
  }

  List<LoopShape> shapes() {
    return sizes.stream()
        .flatMap(size -> inFlight.stream().map(count -> new LoopShape(size, count)))
        .toList();
  }
}
