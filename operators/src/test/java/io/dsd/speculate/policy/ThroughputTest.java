package io.dsd.speculate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThroughputTest {

  /** The table in the design: draft step 10 ms, verification 40 ms. */
  @ParameterizedTest
  @CsvSource({
    "20, 0.7, 3, 2.53", "20, 0.8, 4, 3.36", "20, 0.9, 7, 5.70",
    "100, 0.7, 5, 2.94", "100, 0.8, 7, 4.16", "100, 0.9, 11, 7.18",
    "300, 0.7, 7, 3.14", "300, 0.8, 10, 4.57", "300, 0.9, 17, 8.50"
  })
  void theBestChainIsThatOfTheTable(double trip, double chance, int length, double tokens) {
    Throughput throughput =
        new Throughput(AcceptanceTable.constant(chance), new Costs(trip, 40, 0, 10, 1), 1);

    int best =
        IntStream.rangeClosed(0, 48)
            .boxed()
            .max(Comparator.comparingDouble(g -> throughput.of(DraftPlan.chain(g))))
            .orElseThrow();

    assertThat(best).isEqualTo(length);
    assertThat(throughput.expectedTokens(BlockShape.chain(best), 0))
        .isCloseTo(tokens, within(0.005));
  }

  @Property
  void oneChainAtATimeIsThePapersFormula(
      @ForAll @DoubleRange(min = 0, max = 0.99) double chance,
      @ForAll @IntRange(min = 0, max = 16) int length,
      @ForAll @DoubleRange(min = 0, max = 500) double links) {
    Throughput throughput =
        new Throughput(AcceptanceTable.constant(chance), new Costs(links, 40, 0.5, 3, 4), 1);

    double tokens = (1 - Math.pow(chance, length + 1)) / (1 - chance);
    double round = links + 40 + 0.5 * (length + 1) + 3 * length;

    assertThat(throughput.of(DraftPlan.chain(length))).isCloseTo(tokens / round, within(1e-12));
  }

  @Property
  void betterDraftsAreNeverSlower(
      @ForAll @DoubleRange(min = 0.3, max = 0.95) double chance,
      @ForAll @DoubleRange(min = 0, max = 0.04) double more,
      @ForAll @IntRange(min = 1, max = 8) int depth,
      @ForAll @IntRange(min = 0, max = 24) int others,
      @ForAll @IntRange(min = 2, max = 8) int window,
      @ForAll @IntRange(min = 1, max = 16) int sequences) {
    Costs costs = new Costs(500, 40, 0.5, 3, 8);
    Throughput worse = new Throughput(AcceptanceTable.constant(chance), costs, sequences);
    Throughput better = new Throughput(AcceptanceTable.constant(chance + more), costs, sequences);
    DraftPlan tree = new DraftPlan(new BlockShape(depth, depth + others), 1);
    DraftPlan ahead = new DraftPlan(BlockShape.chain(depth), window);

    assertThat(better.of(tree)).isGreaterThanOrEqualTo(worse.of(tree) * (1 - 1e-9));
    // what is followed only as long as it counts may differ by that
    assertThat(better.of(ahead)).isGreaterThanOrEqualTo(worse.of(ahead) * 0.998);
  }

  @Property
  void moreNodesNeverCommitLess(
      @ForAll @DoubleRange(min = 0.3, max = 0.95) double chance,
      @ForAll @IntRange(min = 1, max = 8) int depth,
      @ForAll @IntRange(min = 1, max = 40) int others) {
    Throughput throughput =
        new Throughput(AcceptanceTable.constant(chance), new Costs(10, 40, 0.5, 3, 4), 1);

    double fewer = throughput.expectedTokens(new BlockShape(depth, depth + others), 0);
    double more = throughput.expectedTokens(new BlockShape(depth, depth + others + 1), 0);

    assertThat(more).isGreaterThanOrEqualTo(fewer);
    assertThat(more).isLessThanOrEqualTo(depth + 1);
  }

  @Property
  void aSequenceIsNeverFasterInCompany(
      @ForAll @DoubleRange(min = 0.3, max = 0.95) double chance,
      @ForAll @IntRange(min = 0, max = 8) int length,
      @ForAll @IntRange(min = 2, max = 32) int sequences) {
    Costs costs = new Costs(20, 40, 0.5, 3, 4);
    AcceptanceTable acceptance = AcceptanceTable.constant(chance);

    double alone = new Throughput(acceptance, costs, 1).of(DraftPlan.chain(length));
    double together = new Throughput(acceptance, costs, sequences).of(DraftPlan.chain(length));

    assertThat(together).isLessThanOrEqualTo(alone * (1 + 1e-9));
  }

  @Property
  void slicesAreNeverAskedForMoreTokensThanTheyCanCompute(
      @ForAll @IntRange(min = 1, max = 64) int sequences,
      @ForAll @IntRange(min = 0, max = 12) int length) {
    Costs costs = new Costs(4, 40, 2, 3, 4);
    AcceptanceTable acceptance = AcceptanceTable.constant(0.8);
    Throughput throughput = new Throughput(acceptance, costs, sequences);

    double blocks =
        sequences
            * throughput.of(DraftPlan.chain(length))
            / throughput.expectedTokens(BlockShape.chain(length), 0);

    // each slice computes a token in 2 / 4 ms
    assertThat(blocks * (length + 1)).isLessThanOrEqualTo(4 / 2.0);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "8"})
  void aWindowIsOfNoUseWithoutADraft(int window) {
    Throughput throughput =
        new Throughput(AcceptanceTable.constant(0.8), new Costs(100, 40, 0.5, 3, 4), 3);

    assertThat(throughput.of(new DraftPlan(BlockShape.NOTHING, window)))
        .isEqualTo(throughput.of(DraftPlan.PLAIN));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1"})
  void withoutSequencesThereIsNone(int sequences) {
    AcceptanceTable acceptance = AcceptanceTable.constant(0.8);
    Costs costs = new Costs(1, 1, 1, 1, 1);

    assertThatThrownBy(() -> new Throughput(acceptance, costs, sequences))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sequences + " sequences");
  }

  @Test
  void aTreeCountsEachNodesChance() {
    AcceptanceTable acceptance = new AcceptanceTable(List.of(0.6, 0.5), List.of(0.5));
    Throughput throughput = new Throughput(acceptance, new Costs(1, 1, 1, 1, 1), 1);

    // first choice 0.6, below it 0.6 x 0.5, second choice (1 - 0.6) x 0.5
    assertThat(throughput.expectedTokens(new BlockShape(2, 3), 0))
        .isCloseTo(1 + 0.6 + 0.3 + 0.2, within(1e-12));
  }
}
