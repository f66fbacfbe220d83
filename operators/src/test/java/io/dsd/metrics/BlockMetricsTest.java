package io.dsd.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.request.BlockCounts;
import org.junit.jupiter.api.Test;

class BlockMetricsTest {

  private final RecordingGroup group = new RecordingGroup();
  private final BlockMetrics metrics = new BlockMetrics(group);

  private long count(String name) {
    return group.count(name);
  }

  @Test
  void countsGrowByWhatIsNew() {
    BlockCounts first = BlockCounts.none().plusRound("ngram", 3, 3, 2, 1);
    metrics.grown(BlockCounts.none(), first);
    metrics.grown(first, first.plusRound("none", 0, 0, 0, 0).plusCancelled(2));
    BlockCounts other = BlockCounts.none().plusRound("ngram", 3, 3, 3, 3);
    metrics.grown(BlockCounts.none(), other);
    assertThat(count("cancelledBlocks")).isEqualTo(2);
    assertThat(count("depth.1.tried")).isEqualTo(2);
    assertThat(count("depth.1.accepted")).isEqualTo(2);
    assertThat(count("depth.2.accepted")).isEqualTo(1);
    assertThat(count("depth.3.tried")).isEqualTo(1);
    assertThat(count("drafter.ngram.rounds")).isEqualTo(2);
    assertThat(count("drafter.none.rounds")).isEqualTo(1);
  }

  @Test
  void onlyTheFirstDepthsAreMetrics() {
    metrics.grown(BlockCounts.none(), BlockCounts.none().plusRound("ngram", 40, 40, 40, 40));
    assertThat(group.registered())
        .containsKey("depth.16.tried")
        .doesNotContainKey("depth.17.tried");
  }
}
