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
 * messages are worked through, whatever is drafted, shared, evicted, cancelled or restarted, the
 * tokens are those of plain decoding.
 */
class ProtocolTest {

  @Property(tries = 400)
  void everySequenceEqualsPlainDecoding(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int slices,
      @ForAll @IntRange(min = 1, max = 5) int sequences,
      @ForAll @IntRange(min = 1, max = 4) int window) {
    ToyLoop loop = run(seed, slices, sequences, window, 200);
    assertThat(loop.results()).isEqualTo(loop.plainDecoding());
  }

  @Test
  void aCacheTooSmallForAllSequencesOnlyCostsReplays() {
    int replays = 0;
    for (int seed = 0; seed < 100; seed++) {
      ToyLoop loop = run(seed, 3, 4, 2, 128);
      assertThat(loop.results()).as("seed %d", seed).isEqualTo(loop.plainDecoding());
      replays += loop.replays();
    }
    assertThat(replays).as("sequences are evicted all the time").isGreaterThan(100);
  }

  @Test
  void blocksThatGoAheadOutliveTheirVerdict() {
    int survivors = 0;
    for (int seed = 0; seed < 100; seed++) {
      ToyLoop loop = run(seed, 2, 3, 4, 400);
      assertThat(loop.results()).as("seed %d", seed).isEqualTo(loop.plainDecoding());
      survivors += loop.survivors();
    }
    assertThat(survivors).as("a good part of them does").isGreaterThan(100);
  }

  @Test
  void sequencesThatBeginAlikeShareRows() {
    int shares = 0;
    for (int seed = 0; seed < 100; seed++) {
      ToyLoop loop = run(seed, 3, 5, 2, 300);
      assertThat(loop.results()).as("seed %d", seed).isEqualTo(loop.plainDecoding());
      shares += loop.shares();
    }
    assertThat(shares).as("a good part of them does").isGreaterThan(100);
  }

  private static ToyLoop run(long seed, int slices, int sequences, int window, int cacheRows) {
    ToyLoop loop = new ToyLoop(new Random(seed), slices, window, cacheRows);
    for (int i = 0; i < sequences; i++) {
      SequenceId sequence = new SequenceId("prompts", 0, i);
      if (i % 3 == 2) {
        loop.startLater(sequence);
      } else {
        loop.start(sequence);
      }
    }
    loop.run();
    return loop;
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
