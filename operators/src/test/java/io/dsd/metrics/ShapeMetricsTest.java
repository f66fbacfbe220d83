package io.dsd.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.speculate.BlockShape;
import org.junit.jupiter.api.Test;

class ShapeMetricsTest {

  private final RecordingGroup group = new RecordingGroup();
  private final ShapeMetrics metrics = new ShapeMetrics(group);

  private long count(String name) {
    return group.count("sent.drafter." + name + ".blocks");
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
    assertThat(group.registered()).hasSize(17 + 10 + 9);
    assertThat(count("ngram.nodes.4")).isEqualTo(2 + 2 + 2 + 1);
    assertThat(count("ngram.depth.more")).isGreaterThan(0);
  }
}
