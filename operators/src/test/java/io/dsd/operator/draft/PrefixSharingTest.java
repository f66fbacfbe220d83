package io.dsd.operator.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.Block;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.Retain;
import io.dsd.message.round.Share;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Verdict;
import io.dsd.metrics.DraftMetrics;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.round.SequenceRounds;
import java.util.List;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class PrefixSharingTest {

  private static final long EPOCH = 5;
  private static final Ints SYSTEM = Ints.range(0, 20);

  private final PrefixSharing sharing =
      new PrefixSharing(EPOCH, 1, new DraftMetrics(new UnregisteredMetricsGroup()));

  private static SequenceId id(int sequence) {
    return new SequenceId("prompts", 0, sequence);
  }

  private static SequenceRounds rounds(int sequence, Ints prompt) {
    return SequenceRounds.start(id(sequence), EPOCH, Sampling.greedy(), 64, prompt);
  }

  private SequenceRounds started(int sequence, Ints prompt) {
    SequenceRounds rounds = rounds(sequence, prompt);
    sharing.begin(id(sequence), rounds);
    rounds.issue(Proposal.nothing());
    sharing.issued(id(sequence), rounds);
    return rounds;
  }

  @Test
  void aSequenceThatBeginsLikeAnotherBuildsOnItsRows() {
    started(0, SYSTEM.append(91, 92));
    SequenceRounds rounds = rounds(1, SYSTEM.append(93));
    assertThat(sharing.begin(id(1), rounds)).contains(new Share(id(1), EPOCH, id(0), 19));
    assertThat(rounds.issue(Proposal.nothing()))
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.basePosition()).isEqualTo(19);
              assertThat(block.tokens()).isEqualTo(Ints.of(SYSTEM.last(), 93));
            });
  }

  @Test
  void theSamePromptAgainIsComputedFromItsLastToken() {
    started(0, SYSTEM);
    assertThat(sharing.begin(id(1), rounds(1, SYSTEM)))
        .contains(new Share(id(1), EPOCH, id(0), 19));
  }

  @Test
  void aFewTokensInCommonAreComputed() {
    started(0, SYSTEM);
    SequenceRounds rounds = rounds(1, SYSTEM.slice(0, 15).append(91, 92, 93));
    assertThat(sharing.begin(id(1), rounds)).isEmpty();
    assertThat(rounds.issue(Proposal.nothing()).get(0).basePosition()).isZero();
  }

  @Test
  void anAnswerServesTheNextTurnOfAChatAsFarAsItsRowsWereSent() {
    SequenceRounds first = rounds(0, SYSTEM);
    Block block = first.issue(Proposal.chain(Ints.of(30, 31))).get(0);
    sharing.issued(id(0), first);
    // two drafted tokens are accepted; the next block makes their rows committed ones
    first.accept(new Verdict(id(0), EPOCH, block.round(), Ints.of(20, 21), 32, SliceTimes.ZERO));
    Block next = first.issue(Proposal.nothing()).get(0);
    first.accept(new Verdict(id(0), EPOCH, next.round(), Ints.empty(), 33, SliceTimes.ZERO));
    assertThat(sharing.ended(id(0), first)).containsExactly(new Retain(id(0), EPOCH));
    SequenceRounds turn = rounds(1, SYSTEM.append(30, 31, 32, 33, 40, 41));
    assertThat(sharing.begin(id(1), turn)).contains(new Share(id(1), EPOCH, id(0), 22));
  }

  @Test
  void onlySoManyThatHaveEndedAreKept() {
    SequenceRounds first = started(0, SYSTEM);
    SequenceRounds second = started(1, SYSTEM.append(9));
    assertThat(sharing.ended(id(0), first)).containsExactly(new Retain(id(0), EPOCH));
    assertThat(sharing.ended(id(1), second))
        .containsExactly(new Retain(id(1), EPOCH), new Release(id(0), EPOCH));
  }

  @Test
  void aSequenceTooShortToServeOthersIsReleased() {
    SequenceRounds rounds = started(0, Ints.of(1, 2));
    assertThat(sharing.ended(id(0), rounds)).containsExactly(new Release(id(0), EPOCH));
  }

  @Test
  void aDonorThatLacksItsRowsServesNobodyAnyMore() {
    sharing.ended(id(0), started(0, SYSTEM));
    SequenceRounds rounds = started(1, SYSTEM.append(9));
    rounds.accept(new Rebase(id(1), EPOCH, 0, 0));
    assertThat(sharing.missing(id(1), 0)).containsExactly(new Release(id(0), EPOCH));
    assertThat(sharing.begin(id(1), rounds)).isEmpty();
    rounds.issue(Proposal.nothing());
    sharing.issued(id(1), rounds);
    assertThat(sharing.begin(id(2), rounds(2, SYSTEM.append(10))))
        .contains(new Share(id(2), EPOCH, id(1), 19));
  }

  @Test
  void aSequenceThatIsEvictedLaterBlamesNobodyAndSharesAnew() {
    started(0, SYSTEM);
    SequenceRounds rounds = started(1, SYSTEM.append(9));
    sharing.confirmed(id(1));
    rounds.accept(new Rebase(id(1), EPOCH, 0, 0));
    assertThat(sharing.missing(id(1), 0)).isEmpty();
    assertThat(sharing.begin(id(1), rounds)).contains(new Share(id(1), EPOCH, id(0), 19));
  }

  @Test
  void rowsBeyondTheSharedOnesThatAreMissingAreNotTheDonorsFault() {
    started(0, SYSTEM);
    SequenceRounds rounds = started(1, SYSTEM.append(Ints.range(50, 60)));
    rounds.accept(new Rebase(id(1), EPOCH, 0, 25));
    assertThat(sharing.missing(id(1), 25)).isEmpty();
    assertThat(sharing.begin(id(2), rounds(2, SYSTEM.append(10))))
        .contains(new Share(id(2), EPOCH, id(0), 19));
  }

  @Test
  void whatIsFoundDoesNotDependOnWhetherTheDonorStillGoesOn() {
    SequenceRounds first = started(0, SYSTEM);
    assertThat(List.of(sharing.begin(id(1), rounds(1, SYSTEM)).orElseThrow().donor()))
        .containsExactly(id(0));
    sharing.ended(id(0), first);
    assertThat(sharing.begin(id(2), rounds(2, SYSTEM)).orElseThrow().donor()).isEqualTo(id(0));
  }
}
