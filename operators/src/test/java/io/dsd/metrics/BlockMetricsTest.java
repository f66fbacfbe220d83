package io.dsd.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.request.BlockCounts;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class BlockMetricsTest {

  private final Map<String, Counter> counters = new HashMap<>();
  private final BlockMetrics metrics = new BlockMetrics(new Group("dsd."));

  private long count(String name) {
    return counters.get(name).getCount();
  }

  @Test
  void countsGrowByWhatIsNew() {
    BlockCounts first = BlockCounts.none().plusRound("ngram", 3, 3, 2, 1);
    metrics.grown(BlockCounts.none(), first);
    metrics.grown(first, first.plusRound("none", 0, 0, 0, 0).plusCancelled(2));
    BlockCounts other = BlockCounts.none().plusRound("ngram", 3, 3, 3, 3);
    metrics.grown(BlockCounts.none(), other);
    assertThat(count("dsd.cancelledBlocks")).isEqualTo(2);
    assertThat(count("dsd.depth.1.tried")).isEqualTo(2);
    assertThat(count("dsd.depth.1.accepted")).isEqualTo(2);
    assertThat(count("dsd.depth.2.accepted")).isEqualTo(1);
    assertThat(count("dsd.depth.3.tried")).isEqualTo(1);
    assertThat(count("dsd.drafter.ngram.rounds")).isEqualTo(2);
    assertThat(count("dsd.drafter.none.rounds")).isEqualTo(1);
  }

  @Test
  void onlyTheFirstDepthsAreMetrics() {
    metrics.grown(BlockCounts.none(), BlockCounts.none().plusRound("ngram", 40, 40, 40, 40));
    assertThat(counters).containsKey("dsd.depth.16.tried").doesNotContainKey("dsd.depth.17.tried");
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
  }
}
