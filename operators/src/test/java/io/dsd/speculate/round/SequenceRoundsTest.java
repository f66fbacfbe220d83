package io.dsd.speculate.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.Cancel;
import io.dsd.message.round.Compaction;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.RowType;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import io.dsd.speculate.Proposal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequenceRoundsTest {

  private static final SequenceId SEQUENCE = new SequenceId("prompts", 0, 1);
  private static final long EPOCH = 5;
  private static final int CHUNK = 4;

  private static SequenceRounds start(int... prompt) {
    return SequenceRounds.start(SEQUENCE, EPOCH, Sampling.greedy(), CHUNK, Ints.of(prompt));
  }

  private static SequenceRounds resume(Ints prompt, Ints generated) {
    return SequenceRounds.resume(SEQUENCE, EPOCH, Sampling.greedy(), CHUNK, prompt, generated);
  }

  private static Verdict verdict(Block block, int next, int... accepted) {
    return new Verdict(SEQUENCE, EPOCH, block.round(), Ints.of(accepted), next, SliceTimes.ZERO);
  }

  private static Block last(List<Block> blocks) {
    return blocks.get(blocks.size() - 1);
  }

  private static Outcome.Committed committed(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Committed.class);
    return (Outcome.Committed) outcome;
  }

  @Test
  void aPromptGoesOutInChunksOfWhichTheLastWantsTheVerdict() {
    SequenceRounds rounds = start(1, 2, 3, 4, 5, 6, 7, 8, 9);
    List<Block> blocks = rounds.issue(Proposal.chain(Ints.of(10, 11)));
    assertThat(blocks).extracting(Block::basePosition).containsExactly(0, 4, 8);
    assertThat(blocks).extracting(Block::committed).containsExactly(4, 4, 1);
    assertThat(blocks).extracting(Block::verify).containsExactly(false, false, true);
    assertThat(blocks).extracting(Block::round).containsExactly(0, 1, 2);
    assertThat(last(blocks).tokens()).isEqualTo(Ints.of(9, 10, 11));
    assertThat(rounds.blocksInFlight()).isEqualTo(1);
  }

  @Test
  void aPromptOfExactlyOneChunkIsOneBlock() {
    assertThat(start(1, 2, 3, 4).issue(Proposal.nothing())).hasSize(1);
    assertThat(start(1).issue(Proposal.nothing())).hasSize(1);
  }

  @Test
  void rowsOfAnotherSequenceAreNotSentAgain() {
    SequenceRounds rounds = start(1, 2, 3, 4, 5, 6, 7);
    assertThat(rounds.reuse(2)).isEqualTo(2);
    List<Block> blocks = rounds.issue(Proposal.nothing());
    assertThat(blocks).extracting(Block::basePosition).containsExactly(2, 6);
    assertThat(rounds.settledRows()).isEqualTo(7);
  }

  @Test
  void theLastTokenIsSentHoweverManyRowsThereAre() {
    SequenceRounds rounds = start(1, 2, 3);
    assertThat(rounds.reuse(9)).isEqualTo(2);
    Block block = last(rounds.issue(Proposal.nothing()));
    assertThat(block.basePosition()).isEqualTo(2);
    assertThat(block.tokens()).isEqualTo(Ints.of(3));
    rounds.accept(verdict(block, 4));
    assertThat(rounds.reuse(3)).as("no more than was sent").isZero();
  }

  @Test
  void afterARestartRowsOfAnotherSequenceServeAsWell() {
    SequenceRounds rounds = resume(Ints.of(1, 2, 3), Ints.of(4, 5));
    assertThat(rounds.reuse(5)).isEqualTo(3);
    Block block = last(rounds.issue(Proposal.nothing()));
    assertThat(block.basePosition()).isEqualTo(3);
    assertThat(block.tokens()).isEqualTo(Ints.of(4, 5));
    assertThat(block.committed()).isEqualTo(1);
  }

  @Test
  void rowsThatProveMissingAreSentAfterAll() {
    SequenceRounds rounds = start(1, 2, 3, 4, 5);
    rounds.reuse(3);
    Block block = last(rounds.issue(Proposal.nothing()));
    rounds.accept(new Rebase(SEQUENCE, EPOCH, block.round(), 0));
    assertThat(rounds.settledRows()).isZero();
    assertThat(rounds.issue(Proposal.nothing()))
        .extracting(Block::basePosition)
        .containsExactly(0, 4);
  }

  @Test
  void aTreeHangsOnTheLastCommittedToken() {
    Block block = last(start(1, 2, 3).issue(new Proposal(Ints.of(7, 8, 9), Ints.of(-1, -1, 0))));
    assertThat(block.tree().parents()).isEqualTo(Ints.of(-1, 0, 1, 2, 2, 3));
  }

  @Test
  void aVerdictCommitsThePathAndTheNextTokenAndTheNextBlockCarriesIt() {
    SequenceRounds rounds = start(1, 2, 3);
    Block block = last(rounds.issue(new Proposal(Ints.of(7, 8, 9), Ints.of(-1, -1, 1))));
    Outcome.Committed news = committed(rounds.accept(verdict(block, 6, 4, 5)));
    assertThat(news).isEqualTo(new Outcome.Committed(Ints.of(8, 9, 6), 3, 2, 2, false, 0));
    assertThat(rounds.committed()).isEqualTo(Ints.of(1, 2, 3, 8, 9, 6));
    Block next = last(rounds.issue(Proposal.nothing()));
    assertThat(next.basePosition()).isEqualTo(5);
    assertThat(next.tokens()).isEqualTo(Ints.of(6));
    assertThat(next.compactions()).containsExactly(new Compaction(0, Ints.of(4, 5)));
    rounds.accept(verdict(next, 4));
    assertThat(last(rounds.issue(Proposal.nothing())).compactions())
        .containsExactly(new Compaction(1, Ints.empty()));
  }

  @Test
  void verdictsOfAnotherEpochOfAnotherRoundOrForNothingAreStale() {
    SequenceRounds rounds = start(1, 2);
    Block block = last(rounds.issue(Proposal.nothing()));
    Verdict foreign =
        new Verdict(SEQUENCE, EPOCH - 1, block.round(), Ints.empty(), 3, SliceTimes.ZERO);
    Verdict early =
        new Verdict(SEQUENCE, EPOCH, block.round() + 1, Ints.empty(), 3, SliceTimes.ZERO);
    assertThat(rounds.accept(foreign)).isEqualTo(new Outcome.Stale());
    assertThat(rounds.accept(early)).isEqualTo(new Outcome.Stale());
    assertThat(rounds.isIdle()).isFalse();
    committed(rounds.accept(verdict(block, 3)));
    assertThat(rounds.accept(verdict(block, 3))).isEqualTo(new Outcome.Stale());
    assertThat(rounds.committed()).isEqualTo(Ints.of(1, 2, 3));
  }

  @Test
  void aSecondBlockOnThePrefixWaitsForTheVerdictOfTheFirst() {
    SequenceRounds rounds = start(1);
    rounds.issue(Proposal.nothing());
    assertThatThrownBy(() -> rounds.issue(Proposal.nothing()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("prompts-0@1 waits for the verdict of an earlier block");
  }

  @Test
  void aRebaseVoidsWhatIsOutAndTheMissingRowsGoAgain() {
    SequenceRounds rounds = start(1, 2, 3, 4, 5, 6);
    Block first = last(rounds.issue(Proposal.nothing()));
    rounds.accept(verdict(first, 7));
    Block second = last(rounds.issue(Proposal.chain(Ints.of(8))));
    assertThat(rounds.accept(new Rebase(SEQUENCE, EPOCH, second.round(), 2)))
        .isEqualTo(new Outcome.Replay(2));
    assertThat(rounds.isIdle()).isTrue();
    assertThat(rounds.cancel()).isEqualTo(new Cancel(SEQUENCE, EPOCH, second.round() + 1));
    assertThat(rounds.accept(verdict(second, 9, 1))).isEqualTo(new Outcome.Stale());
    List<Block> again = rounds.issue(Proposal.nothing());
    assertThat(again).extracting(Block::basePosition).containsExactly(2, 6);
    assertThat(last(again).tokens()).isEqualTo(Ints.of(7));
  }

  @Test
  void aRebaseOfARoundAlreadyVoidedOrOfAnotherEpochIsStale() {
    SequenceRounds rounds = start(1, 2, 3, 4, 5, 6);
    List<Block> blocks = rounds.issue(Proposal.nothing());
    assertThat(rounds.accept(new Rebase(SEQUENCE, EPOCH, blocks.get(0).round(), 0)))
        .isEqualTo(new Outcome.Replay(0));
    rounds.issue(Proposal.nothing());
    assertThat(rounds.accept(new Rebase(SEQUENCE, EPOCH, blocks.get(1).round(), 0)))
        .isEqualTo(new Outcome.Stale());
    assertThat(rounds.accept(new Rebase(SEQUENCE, EPOCH + 1, 99, 0)))
        .isEqualTo(new Outcome.Stale());
    assertThat(rounds.isIdle()).isFalse();
  }

  @Test
  void aSliceThatHasMoreThanIsCommittedIsSentTheLastTokenAgain() {
    SequenceRounds rounds = start(1, 2, 3);
    Block block = last(rounds.issue(Proposal.nothing()));
    assertThat(rounds.accept(new Rebase(SEQUENCE, EPOCH, block.round(), 40)))
        .isEqualTo(new Outcome.Replay(2));
    assertThat(last(rounds.issue(Proposal.nothing())).tokens()).isEqualTo(Ints.of(3));
  }

  @Test
  void aResumedSequenceSendsItsLastTokenAsADraftAndCommitsOnlyWhatFollows() {
    SequenceRounds rounds = resume(Ints.of(1, 2), Ints.of(3, 4));
    assertThat(rounds.isResuming()).isTrue();
    assertThat(rounds.committed()).isEqualTo(Ints.of(1, 2, 3, 4));
    Block block = last(rounds.issue(Proposal.chain(Ints.of(99))));
    assertThat(block.tokens()).isEqualTo(Ints.of(1, 2, 3, 4));
    assertThat(block.committed()).isEqualTo(3);
    assertThat(rounds.accept(verdict(block, 5, 3)))
        .isEqualTo(new Outcome.Committed(Ints.of(5), 0, 0, 0, false, 0));
    assertThat(rounds.isResuming()).isFalse();
    assertThat(rounds.committed()).isEqualTo(Ints.of(1, 2, 3, 4, 5));
    assertThat(last(rounds.issue(Proposal.nothing())).basePosition()).isEqualTo(4);
  }

  @Test
  void whereTheTargetDivergesOnResumeTheCommittedTokenStays() {
    SequenceRounds rounds = resume(Ints.of(1, 2), Ints.of(3, 4));
    Block block = last(rounds.issue(Proposal.nothing()));
    assertThat(rounds.accept(verdict(block, 77)))
        .isEqualTo(new Outcome.Committed(Ints.empty(), 0, 0, 0, true, 0));
    assertThat(rounds.committed()).isEqualTo(Ints.of(1, 2, 3, 4));
    Block next = last(rounds.issue(Proposal.chain(Ints.of(9))));
    assertThat(next.basePosition()).isEqualTo(3);
    assertThat(next.tokens()).isEqualTo(Ints.of(4, 9));
    assertThat(next.compactions()).containsExactly(new Compaction(0, Ints.empty()));
    assertThat(rounds.accept(verdict(next, 6, 1)))
        .isEqualTo(new Outcome.Committed(Ints.of(9, 6), 1, 1, 1, false, 0));
  }

  @Test
  void aRebaseWhileResumingStillChecksTheLastToken() {
    SequenceRounds rounds = resume(Ints.of(1, 2, 3, 4, 5), Ints.of(6, 7));
    List<Block> blocks = rounds.issue(Proposal.nothing());
    assertThat(blocks).hasSize(2);
    rounds.accept(new Rebase(SEQUENCE, EPOCH, 1, 3));
    assertThat(rounds.isResuming()).isTrue();
    Block again = last(rounds.issue(Proposal.nothing()));
    assertThat(again.tokens()).isEqualTo(Ints.of(4, 5, 6, 7));
    assertThat(rounds.accept(verdict(again, 8, 3)))
        .isEqualTo(new Outcome.Committed(Ints.of(8), 0, 0, 0, false, 0));
  }

  @Test
  void resumingBeforeTheFirstTokenIsAStart() {
    SequenceRounds rounds = resume(Ints.of(1, 2), Ints.empty());
    assertThat(rounds.isResuming()).isFalse();
    assertThat(last(rounds.issue(Proposal.nothing())).committed()).isEqualTo(2);
  }

  @Test
  void aBlockThatGoesAheadOutlivesAVerdictOfExactlyItsPathAndGuess() {
    SequenceRounds rounds = start(1, 2);
    Block block = last(rounds.issue(Proposal.chain(Ints.of(3, 4))));
    Block ahead = rounds.issueAhead(3, 5, Proposal.chain(Ints.of(6)));
    assertThat(ahead.parent()).isEqualTo(new Parent.Node(block.round(), 3));
    assertThat(ahead.basePosition()).isEqualTo(4);
    assertThat(ahead.committed()).isZero();
    assertThat(rounds.newest()).contains(ahead);
    assertThat(rounds.counts(taps(block.round(), 2))).isTrue();
    assertThat(rounds.counts(taps(ahead.round(), 0))).isFalse();
    assertThat(rounds.accept(verdict(block, 5, 2, 3)))
        .isEqualTo(new Outcome.Committed(Ints.of(3, 4, 5), 2, 2, 2, false, 0));
    assertThat(rounds.isIdle()).isFalse();
    assertThat(rounds.counts(taps(block.round(), 2))).isTrue();
    assertThat(rounds.counts(taps(ahead.round(), 0))).isTrue();
    // the guess was committed with the verdict before, and counts neither as drafted nor as news
    assertThat(rounds.accept(verdict(ahead, 7, 0, 1)))
        .isEqualTo(new Outcome.Committed(Ints.of(6, 7), 1, 1, 1, false, 0));
    assertThat(rounds.committed()).isEqualTo(Ints.of(1, 2, 3, 4, 5, 6, 7));
    assertThat(last(rounds.issue(Proposal.nothing())).basePosition()).isEqualTo(6);
  }

  @Test
  void aWrongGuessOrAnotherPathVoidsAllThatWentAhead() {
    for (Verdict ruling :
        List.of(
            new Verdict(SEQUENCE, EPOCH, 0, Ints.of(2, 3), 9, SliceTimes.ZERO),
            new Verdict(SEQUENCE, EPOCH, 0, Ints.of(2), 5, SliceTimes.ZERO))) {
      SequenceRounds rounds = start(1, 2);
      rounds.issue(Proposal.chain(Ints.of(3, 4)));
      Block ahead = rounds.issueAhead(3, 5, Proposal.chain(Ints.of(6)));
      Block further = rounds.issueAhead(1, 7, Proposal.nothing());
      assertThat(committed(rounds.accept(ruling)).cancelled()).isEqualTo(2);
      assertThat(rounds.isIdle()).isTrue();
      assertThat(rounds.counts(taps(0, 2))).isTrue();
      assertThat(rounds.counts(taps(ahead.round(), 0))).isFalse();
      assertThat(rounds.cancel().beforeRound()).isEqualTo(further.round() + 1);
      assertThat(rounds.accept(verdict(ahead, 7, 0, 1))).isEqualTo(new Outcome.Stale());
      assertThat(rounds.accept(new Rebase(SEQUENCE, EPOCH, further.round(), 0)))
          .isEqualTo(new Outcome.Stale());
    }
  }

  @Test
  void nothingGoesAheadOfNothingOrOfAReplay() {
    assertThatThrownBy(() -> start(1).issueAhead(0, 1, Proposal.nothing()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("prompts-0@1 has no block to go ahead of");
    SequenceRounds resumed = resume(Ints.of(1), Ints.of(2));
    resumed.issue(Proposal.nothing());
    assertThatThrownBy(() -> resumed.issueAhead(0, 1, Proposal.nothing()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aRejectionCountsAsATryWhereThereWasADraftOnly() {
    SequenceRounds rounds = start(1);
    Block tree = last(rounds.issue(new Proposal(Ints.of(7, 8, 9), Ints.of(-1, -1, 1))));
    assertThat(committed(rounds.accept(verdict(tree, 5, 2))).tried()).isEqualTo(2);
    Block again = last(rounds.issue(new Proposal(Ints.of(7, 8, 9), Ints.of(-1, -1, 1))));
    assertThat(committed(rounds.accept(verdict(again, 5, 1))).tried()).isEqualTo(1);
  }

  @Test
  void verdictsThatAVoidBlockCarriesAreSentAgain() {
    SequenceRounds rounds = start(1);
    Block first = last(rounds.issue(Proposal.chain(Ints.of(2))));
    Block second = rounds.issueAhead(1, 3, Proposal.nothing());
    rounds.accept(verdict(first, 3, 1));
    Block third = rounds.issueAhead(0, 4, Proposal.nothing());
    assertThat(third.compactions()).containsExactly(new Compaction(0, Ints.of(1)));
    rounds.accept(verdict(second, 9, 0));
    assertThat(last(rounds.issue(Proposal.nothing())).compactions())
        .containsExactly(new Compaction(0, Ints.of(1)), new Compaction(1, Ints.of(0)));
  }

  @Test
  void rowsCountAsSettledOnceABlockAheadBringsTheirVerdictAndNoMoreIfItIsVoid() {
    SequenceRounds rounds = start(1);
    Block first = last(rounds.issue(Proposal.chain(Ints.of(2))));
    Block second = rounds.issueAhead(1, 3, Proposal.nothing());
    rounds.accept(verdict(first, 3, 1));
    assertThat(rounds.settledRows()).isEqualTo(1);
    rounds.issueAhead(0, 4, Proposal.nothing());
    assertThat(rounds.settledRows()).isEqualTo(2);
    rounds.accept(verdict(second, 9, 0));
    assertThat(rounds.settledRows()).isEqualTo(1);
  }

  /** Of three nodes, one of them accepted at least. */
  private static Taps taps(int round, int committed) {
    return new Taps(
        SEQUENCE,
        EPOCH,
        round,
        0,
        committed,
        Ints.of(0, 1, 2),
        Ints.of(1, 2, 3),
        Ints.of(2),
        new HiddenStates(RowType.FP32, 3, 1, Bytes.of(new byte[12])));
  }
}
