package io.dsd.speculate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Verdict;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.RoundReport;
import io.dsd.speculate.round.SequenceRounds;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeasuredShapeTest {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 1);
  private static final DraftPlan MOST = new DraftPlan(new BlockShape(8, 16), 2);
  private static final long MILLI = 1_000_000;

  private final MeasuredShape shapes = new MeasuredShape(MOST, 3);

  private DraftPlan after(String drafter, double chance, int rounds) {
    return after(drafter, chance, rounds, 1);
  }

  /**
   * Rounds as they are planned, over links of 200 ms: of the chain of first choices each token has
   * the same chance, further choices have none.
   */
  private DraftPlan after(String drafter, double chance, int rounds, long millisPerLevel) {
    Random random = new Random(1);
    for (int round = 0; round < rounds; round++) {
      BlockShape shape = shapes.choose(SEQUENCE, drafter, 1).shape();
      if (!shape.isNothing()) {
        shapes.drafted(drafter, shape.depth(), shape.depth() * millisPerLevel * MILLI);
      }
      int taken = 0;
      while (taken < shape.depth() && random.nextDouble() < chance) {
        taken++;
      }
      Block block =
          SequenceRounds.start(SEQUENCE, 1, Sampling.greedy(), 8, Ints.of(1))
              .issue(proposal(shape))
              .get(0);
      SliceTimes times = new SliceTimes((30 + block.size()) * MILLI, 0, 0);
      Verdict verdict = new Verdict(SEQUENCE, 1, 0, Ints.range(1, 1 + taken), 999, times);
      shapes.observe(
          new RoundReport(
              block, verdict, drafter, 0, Optional.empty(), 200 * MILLI + times.computeNanos()));
    }
    return shapes.choose(SEQUENCE, drafter, 1);
  }

  /** A chain, and all other nodes beside its first one. */
  private static Proposal proposal(BlockShape shape) {
    Ints parents = Ints.range(-1, shape.depth() - 1);
    while (parents.size() < shape.nodes()) {
      parents = parents.append(-1);
    }
    return new Proposal(Ints.range(0, shape.nodes()), parents);
  }

  @Test
  void untilTheFirstVerdictItIsAllThatIsAllowed() {
    assertThat(shapes.choose(SEQUENCE, "model", 1)).isEqualTo(MOST);
  }

  @Test
  void overSlowLinksADrafterThatIsMostlyRightDraftsDeep() {
    assertThat(after("model", 0.95, 60).shape().depth()).isGreaterThan(4);
  }

  @Test
  void aDrafterThatIsAlwaysWrongAndTakesItsTimeIsNotAskedAnyMore() {
    assertThat(after("model", 0, 200, 40)).isEqualTo(DraftPlan.PLAIN);
  }

  @Test
  void whatATokenCostsIsNotBlownUpByTheOtherBlocksOfItsBatch() {
    for (int round = 0; round < 200; round++) {
      Block block =
          SequenceRounds.start(SEQUENCE, 1, Sampling.greedy(), 8, Ints.of(1))
              .issue(proposal(BlockShape.chain(1 + round % 8)))
              .get(0);
      int batch = 4 * block.size();
      // three slices, each of them 10 ms and 0.5 ms a token
      SliceTimes times = new SliceTimes((30 + 3 * batch / 2) * MILLI, 0, 3 * batch);
      Verdict verdict = new Verdict(SEQUENCE, 1, 0, Ints.empty(), 999, times);
      shapes.observe(
          new RoundReport(
              block, verdict, "model", 0, Optional.empty(), 50 * MILLI + times.computeNanos()));
    }
    Costs costs = shapes.costs("model");
    assertThat(costs.token()).isCloseTo(1.5, within(0.05));
    assertThat(costs.launch()).isCloseTo(30, within(1.0));
    assertThat(costs.links()).isCloseTo(50, within(0.1));
  }

  @Test
  void guessesOfTheBonusTokenCountAsTheDepthThatTheyHave() {
    assertThat(guessing(true).at(2)).isGreaterThan(0.95);
    assertThat(guessing(false).at(1)).isGreaterThan(0.95);
    assertThat(guessing(false).at(2)).isLessThan(0.15);
  }

  /** Chains of one that is always right, and guesses after it that always or never are. */
  private static AcceptanceTable guessing(boolean right) {
    MeasuredShape shapes = new MeasuredShape(new DraftPlan(BlockShape.chain(1), 2), 3);
    Block block =
        SequenceRounds.start(SEQUENCE, 1, Sampling.greedy(), 8, Ints.of(1))
            .issue(proposal(BlockShape.chain(1)))
            .get(0);
    for (int round = 0; round < 200; round++) {
      shapes.drafted("model", 1, MILLI);
      SliceTimes times = new SliceTimes(32 * MILLI, 0, 6);
      Verdict verdict = new Verdict(SEQUENCE, 1, 0, Ints.of(1), 999, times);
      shapes.observe(
          new RoundReport(
              block,
              verdict,
              "model",
              0,
              Optional.of(new RoundReport.Guess(1, right)),
              232 * MILLI));
    }
    return shapes.acceptance("model");
  }

  @Test
  void draftersAndSequencesAreKnownEachByItself() {
    after("ngram", 0, 200);
    assertThat(shapes.choose(SEQUENCE, "model", 1)).isEqualTo(MOST);
    shapes.forget(SEQUENCE);
    assertThat(after("model", 0.95, 60).shape().depth()).isGreaterThan(4);
  }
}
