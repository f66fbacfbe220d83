package io.dsd.model.slice;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/**
 * The protocol between draft and slices, without Flink and DJL: whatever the order in which
 * messages are worked through, whatever is drafted, evicted, cancelled or restarted, the tokens are
 * those of plain decoding.
 */
class ProtocolTest {

  @Property(tries = 400)
  void everySequenceEqualsPlainDecoding(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int slices,
      @ForAll @IntRange(min = 1, max = 5) int sequences,
      @ForAll @IntRange(min = 1, max = 4) int window) {
    ToyLoop loop = new ToyLoop(new Random(seed), slices, window, 200);
    for (int i = 0; i < sequences; i++) {
      loop.start(new SequenceId("prompts", 0, i));
    }
    loop.run();
    assertThat(loop.results()).isEqualTo(loop.plainDecoding());
  }

  @Property(tries = 100)
  void aCacheTooSmallForAllSequencesOnlyCostsReplays(@ForAll long seed) {
    ToyLoop loop = new ToyLoop(new Random(seed), 3, 2, 128);
    for (int i = 0; i < 4; i++) {
      loop.start(new SequenceId("prompts", 0, i));
    }
    loop.run();
    assertThat(loop.results()).isEqualTo(loop.plainDecoding());
    assertThat(loop.replays()).isPositive();
  }

  @Property(tries = 50)
  void blocksThatGoAheadOutliveTheirVerdict(@ForAll long seed) {
    ToyLoop loop = new ToyLoop(new Random(seed), 2, 4, 400);
    for (int i = 0; i < 3; i++) {
      loop.start(new SequenceId("prompts", 0, i));
    }
    loop.run();
    assertThat(loop.results()).isEqualTo(loop.plainDecoding());
    assertThat(loop.survivors()).isPositive();
  }

  @Test
  void theToyModelTellsTokensAndPositionsApart() {
    ToyModel model = new ToyModel(3);
    Sampling sampling = new Sampling(1, 0, 1, 7);
    Ints first = model.decode(Ints.of(1, 2, 3), 40, sampling);
    Ints second = model.decode(Ints.of(2, 1, 3), 40, sampling);
    assertThat(first.slice(3, 43)).isNotEqualTo(second.slice(3, 43));
  }
}
