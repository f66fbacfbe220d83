package io.dsd.model.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Activation;
import io.dsd.message.round.Block;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many tokens a slice computes at once, and so sends in one record. */
class BatchLimitTest {

  private static final int LIMIT = 20;

  @Test
  void blocksGoTogetherAsLongAsTheirTokensStayWithinTheLimit() {
    assertThat(records(8, 8, 8, 8, 8)).containsExactly(List.of(8, 8), List.of(8, 8), List.of(8));
  }

  @Test
  void aBatchThatIsFullDoesNotWait() {
    assertThat(records(12, 8, 4)).containsExactly(List.of(12, 8), List.of(4));
  }

  @Test
  void aBlockAboveTheLimitGoesAlone() {
    assertThat(records(8, 30, 8)).containsExactly(List.of(8), List.of(30), List.of(8));
  }

  /** The sizes of the blocks in each record. */
  private static List<List<Integer>> records(int... sizes) {
    List<List<Integer>> records = new ArrayList<>();
    LayerRange first = LayerRange.split(2, 2).get(0);
    try (SliceEngine engine =
        new SliceEngine(new ToyKernel(first, 1024), 100_000, 32, LIMIT, () -> 0)) {
      engine.process(
          IntStream.range(0, sizes.length)
              .mapToObj(i -> new Arrived(block(i, sizes[i]), 0))
              .toList(),
          messages -> records.add(messages.stream().map(BatchLimitTest::size).toList()));
    }
    return records;
  }

  private static int size(LoopMessage message) {
    assertThat(message).isInstanceOf(Activation.class);
    return ((Activation) message).block().size();
  }

  private static Block block(int sequence, int size) {
    return new Block(
        new SequenceId("prompts", 0, sequence),
        1,
        0,
        Parent.committed(),
        0,
        size,
        true,
        Ints.of(IntStream.range(0, size).map(i -> i % 4).toArray()),
        Tree.chain(size),
        Sampling.greedy(),
        List.of());
  }
}
