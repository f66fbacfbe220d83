package io.dsd.metrics;

import io.dsd.speculate.BlockShape;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Which blocks were sent, under {@code sent.drafter.NAME}: {@code depth.N.blocks} by how many
 * drafted tokens stand after each other, {@code nodes.N.blocks} by how many there are (N is the
 * next power of two), {@code window.N.blocks} by how many blocks of the sequence were on their way
 * with it. What lies beyond a metric's last N is counted as {@code more}.
 */
final class ShapeMetrics {

  private static final int DEEPEST = 16;
  private static final int LARGEST = 256;
  private static final int WIDEST = 8;

  private record Key(String drafter, String of, String value) {}

  private final MetricGroup group;
  private final Map<Key, Counter> counters = new HashMap<>();

  ShapeMetrics(MetricGroup group) {
    this.group = group.addGroup("sent");
  }

  /** A block leaves whose verdict is wanted. */
  void sent(String drafter, BlockShape shape, int window) {
    count(drafter, "depth", shape.depth(), DEEPEST);
    count(drafter, "nodes", nextPowerOfTwo(shape.nodes()), LARGEST);
    count(drafter, "window", window, WIDEST);
  }

  private static int nextPowerOfTwo(int number) {
    return number < 2 ? number : 2 * Integer.highestOneBit(number - 1);
  }

  private void count(String drafter, String of, int value, int most) {
    Key key = new Key(drafter, of, value > most ? "more" : Integer.toString(value));
    counters.computeIfAbsent(key, this::counter).inc();
  }

  // names and values are labels for reporters that know labels
  private Counter counter(Key key) {
    return group
        .addGroup("drafter", key.drafter())
        .addGroup(key.of(), key.value())
        .counter("blocks");
  }
}
