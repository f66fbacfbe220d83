package io.dsd.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.speculate.BlockShape;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class ShapeMetricsTest {

  private final Map<String, Counter> counters = new HashMap<>();
  private final ShapeMetrics metrics = new ShapeMetrics(new Group("dsd."));

  private long count(String name) {
    return counters.get("dsd.sent.drafter." + name + ".blocks").getCount();
  }

  @Test
  void blocksAreCountedByDrafterDepthNodesAndWindow() {
    metrics.sent("eagle3", new BlockShape(5, 20), 1);
    metrics.sent("eagle3", new BlockShape(5, 32), 2);
    metrics.sent("none", BlockShape.NOTHING, 1);
    assertThat(count("eagle3.depth.5")).isEqualTo(2);
    assertThat(count("eagle3.nodes.32")).isEqualTo(2);
    assertThat(count("eagle3.window.1")).isEqualTo(1);
    assertThat(count("eagle3.window.2")).isEqualTo(1);
    assertThat(count("none.depth.0")).isEqualTo(1);
    assertThat(count("none.nodes.0")).isEqualTo(1);
  }

  @Test
  void noShapeMakesMoreThanAFewMetrics() {
    for (int depth = 1; depth <= 64; depth++) {
      for (int nodes = depth; nodes <= 500; nodes++) {
        metrics.sent("ngram", new BlockShape(depth, nodes), depth);
      }
    }
    assertThat(counters).hasSize(17 + 10 + 9);
    assertThat(count("ngram.nodes.4")).isEqualTo(2 + 2 + 2 + 1);
    assertThat(count("ngram.depth.more")).isGreaterThan(0);
  }

  private final class Group extends UnregisteredMetricsGroup {

    private final String scope;

    private Group(String scope) {
      this.scope = scope;
    }

    @Override
    public Counter counter(String name) {
      Counter counter = super.counter(name);
      counters.put(scope + name, counter);
      return counter;
    }

    @Override
    public MetricGroup addGroup(String name) {
      return new Group(scope + name + ".");
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new Group(scope + key + "." + value + ".");
    }
  }
}
