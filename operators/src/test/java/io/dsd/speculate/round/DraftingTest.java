package io.dsd.speculate.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Floats;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.Parent;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Verdict;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Proposal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DraftingTest {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 1);
  private static final DraftPlan TWO_AT_ONCE = new DraftPlan(BlockShape.chain(2), 2);

  private final SequenceRounds rounds =
      SequenceRounds.start(SEQUENCE, 5, Sampling.greedy(), 4, Ints.of(1));
  private final Drafting drafting = new Drafting(SEQUENCE, rounds, Sampling.greedy(), 100);

  private Step verdict(DraftPlan plan, int round, int next, int... accepted) {
    rounds.accept(new Verdict(SEQUENCE, 5, round, Ints.of(accepted), next, SliceTimes.ZERO));
    return drafting.advance(plan);
  }

  private Step answer(Step asked, DraftPlan plan, Proposal proposal) {
    return drafting.answer(asked.task().orElseThrow(), proposal, plan).orElseThrow();
  }

  @Test
  void withAWindowOfOneTheDrafterTakesThePromptInAndIsAskedAfterTheVerdict() {
    DraftPlan plan = DraftPlan.chain(3);
    Step step = drafting.begin(plan);
    assertThat(step.blocks()).hasSize(1);
    assertThat(step.task().orElseThrow().shape()).isEqualTo(BlockShape.NOTHING);
    assertThat(drafting.answer(step.task().orElseThrow(), Proposal.nothing(), plan)).isEmpty();
    Step after = verdict(plan, 0, 2);
    assertThat(after.task())
        .contains(DraftTask.chain(SEQUENCE, Ints.of(1, 2), Sampling.greedy(), 3));
    Step sent = answer(after, plan, Proposal.chain(Ints.of(3, 4)));
    assertThat(sent.blocks()).singleElement().extracting(Block::tokens).isEqualTo(Ints.of(2, 3, 4));
    assertThat(sent.task()).isEmpty();
  }

  @Test
  void withNothingToDraftBlocksGoOutAtOnce() {
    assertThat(drafting.begin(DraftPlan.PLAIN).task()).isEmpty();
    Step step = verdict(DraftPlan.PLAIN, 0, 2);
    assertThat(step.blocks()).singleElement().extracting(Block::tokens).isEqualTo(Ints.of(2));
    assertThat(step.task()).isEmpty();
  }

  @Test
  void theNextBlockGoesAheadFromTheLikeliestLeafWithTheFirstTokenOfTheLikeliestBranchAsGuess() {
    Step asked = drafting.begin(TWO_AT_ONCE);
    assertThat(asked.task().orElseThrow())
        .isEqualTo(new DraftTask(SEQUENCE, Ints.of(1), 1, Sampling.greedy(), BlockShape.chain(3)));
    Proposal first =
        new Proposal(Ints.of(7, 2, 9, 3), Ints.of(-1, -1, 0, 1), Floats.of(0.4f, 0.6f, 0.9f, 0.9f));
    Step ahead = answer(asked, TWO_AT_ONCE, first);
    assertThat(ahead.blocks())
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.parent()).isEqualTo(new Parent.Node(0, 0));
              assertThat(block.tokens()).isEqualTo(Ints.of(2, 3));
            });
    assertThat(ahead.task()).as("two blocks are on their way").isEmpty();
    Step further = verdict(TWO_AT_ONCE, 0, 2);
    assertThat(further.task().orElseThrow().prefix()).isEqualTo(Ints.of(1, 2, 3));
    assertThat(further.task().orElseThrow().committed()).isEqualTo(2);
    Step second = answer(further, TWO_AT_ONCE, Proposal.chain(Ints.of(4, 5)));
    assertThat(second.blocks())
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.parent()).isEqualTo(new Parent.Node(1, 1));
              assertThat(block.basePosition()).isEqualTo(3);
              assertThat(block.tokens()).isEqualTo(Ints.of(4, 5));
            });
  }

  @Test
  void anAnswerThatGuessedTheBonusTokenIsOfUseWhenTheVerdictWasFaster() {
    Step asked = drafting.begin(TWO_AT_ONCE);
    Step waiting = verdict(TWO_AT_ONCE, 0, 2);
    assertThat(waiting.task()).as("one task at a time").isEmpty();
    assertThat(waiting.blocks()).isEmpty();
    Proposal guesses = new Proposal(Ints.of(9, 2, 3), Ints.of(-1, -1, 1));
    Step sent = answer(asked, TWO_AT_ONCE, guesses);
    assertThat(sent.blocks()).singleElement().extracting(Block::tokens).isEqualTo(Ints.of(2, 3));
    assertThat(sent.task().orElseThrow().prefix()).isEqualTo(Ints.of(1, 2, 3));
  }

  @Test
  void anAnswerThatDidNotGuessItIsAskedForAnew() {
    Step asked = drafting.begin(TWO_AT_ONCE);
    verdict(TWO_AT_ONCE, 0, 2);
    Step anew = answer(asked, TWO_AT_ONCE, Proposal.chain(Ints.of(9, 9)));
    assertThat(anew.blocks()).isEmpty();
    assertThat(anew.task().orElseThrow().prefix()).isEqualTo(Ints.of(1, 2));
  }

  @Test
  void anAnswerForAPathThatTheTargetLeftIsDropped() {
    Step asked = drafting.begin(TWO_AT_ONCE);
    Step ahead = answer(asked, TWO_AT_ONCE, Proposal.chain(Ints.of(2, 3)));
    assertThat(ahead.blocks()).hasSize(1);
    Step open = verdict(TWO_AT_ONCE, 0, 2);
    Step elsewhere = verdict(TWO_AT_ONCE, 1, 7, 0);
    assertThat(elsewhere.task().orElseThrow().prefix()).isEqualTo(Ints.of(1, 2, 7));
    assertThat(drafting.answer(open.task().orElseThrow(), Proposal.chain(Ints.of(4)), TWO_AT_ONCE))
        .isEmpty();
  }

  @Test
  void aDrafterWithNothingToSayAboutAPathIsNotAskedAgain() {
    Step asked = drafting.begin(TWO_AT_ONCE);
    Step silent = answer(asked, TWO_AT_ONCE, Proposal.nothing());
    assertThat(silent.blocks()).isEmpty();
    assertThat(silent.task()).isEmpty();
    assertThat(verdict(TWO_AT_ONCE, 0, 2).task()).isPresent();
  }

  @Test
  void nothingGoesAheadOfAReplay() {
    SequenceRounds resumed =
        SequenceRounds.resume(SEQUENCE, 6, Sampling.greedy(), 4, Ints.of(1), Ints.of(2));
    Drafting again = new Drafting(SEQUENCE, resumed, Sampling.greedy(), 100);
    Step step = again.begin(TWO_AT_ONCE);
    assertThat(step.task().orElseThrow().shape()).isEqualTo(BlockShape.NOTHING);
  }

  @Property(tries = 2000)
  void whateverIsDraftedAndWheneverItComesTheTargetsTokensAreCommitted(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int window,
      @ForAll @IntRange(min = 1, max = 30) int newTokens) {
    SimulatedTrips trips = new SimulatedTrips(new Random(seed), window, newTokens);
    trips.run();
    assertThat(trips.committed()).isEqualTo(trips.truth());
  }

  @Test
  void someGuessesOutliveTheirVerdictsAndSomeDoNot() {
    int survivors = 0;
    int cancelled = 0;
    for (int seed = 0; seed < 100; seed++) {
      SimulatedTrips trips = new SimulatedTrips(new Random(seed), 3, 30);
      trips.run();
      survivors += trips.survivors();
      cancelled += trips.cancelled();
    }
    assertThat(survivors).isGreaterThan(50);
    assertThat(cancelled).isGreaterThan(50);
  }

  @Test
  void aPathThatEndsWithTheSequenceIsNotGoneBeyond() {
    Drafting shortOne = new Drafting(SEQUENCE, rounds, Sampling.greedy(), 3);
    Optional<DraftTask> task = shortOne.begin(TWO_AT_ONCE).task();
    assertThat(task.orElseThrow().shape()).isEqualTo(BlockShape.chain(1));
    Step step = shortOne.answer(task.get(), Proposal.chain(Ints.of(2)), TWO_AT_ONCE).orElseThrow();
    assertThat(step.blocks()).extracting(Block::tokens).isEqualTo(List.of(Ints.of(2)));
    rounds.accept(new Verdict(SEQUENCE, 5, 0, Ints.empty(), 2, SliceTimes.ZERO));
    assertThat(shortOne.advance(TWO_AT_ONCE).task()).isEmpty();
  }
}
