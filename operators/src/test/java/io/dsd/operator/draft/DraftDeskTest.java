package io.dsd.operator.draft;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Bytes;
import io.dsd.message.Ints;
import io.dsd.message.Relaxation;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Acknowledgement;
import io.dsd.message.request.Answer;
import io.dsd.message.request.BlockCounts.DrafterCount;
import io.dsd.message.request.Cancellation;
import io.dsd.message.request.Completion;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Dialect;
import io.dsd.message.request.Failure;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.Request;
import io.dsd.message.request.RequestError;
import io.dsd.message.round.Batch;
import io.dsd.message.round.Block;
import io.dsd.message.round.Cancel;
import io.dsd.message.round.HiddenStates;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Parent;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.Retain;
import io.dsd.message.round.RowType;
import io.dsd.message.round.Share;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import io.dsd.metrics.DraftMetrics;
import io.dsd.operator.admission.Admission;
import io.dsd.operator.admission.ServiceOrder;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.NgramDrafter;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.ShapeChooserFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class DraftDeskTest {

  private static final int END = 99;
  private static final int KEEP_ENDED = 1;

  private final FakeStore store = new FakeStore();
  private final FakeExits exits = new FakeExits();
  private Instant now = Instant.EPOCH;
  private final InstantSource clock = () -> now;

  @Test
  void aRequestIsPrefilledInChunksAndOnlyTheLastAsksForAVerdict() {
    DraftDesk desk = desk(1, 0);
    desk.arrive(request(0, Ints.range(0, 10)));
    assertThat(exits.blocks()).extracting(Block::size).containsExactly(4, 4, 2);
    assertThat(exits.blocks()).extracting(Block::verify).containsExactly(false, false, true);
    assertThat(exits.blocks()).extracting(Block::basePosition).containsExactly(0, 4, 8);
  }

  @Test
  void progressIsStoredBeforeTheAnswerLeavesAndForgottenAfterwards() {
    DraftDesk desk = desk(1, 0);
    desk.arrive(request(0, Ints.of(1, 2)));
    verdict(desk, 7);
    assertThat(store.progress(id(0)).orElseThrow().generated()).isEqualTo(Ints.of(7));
    verdict(desk, END);
    assertThat(exits.completions())
        .singleElement()
        .extracting(Completion::tokens)
        .isEqualTo(Ints.of(7, END));
    assertThat(store.requests).isEmpty();
    assertThat(exits.toSlices).last().isEqualTo(new Release(id(0), 5));
    assertThat(desk.isIdle()).isTrue();
  }

  @Test
  void onlySoManySequencesAreDecodedAndTheOthersFollowInOrder() {
    DraftDesk desk = desk(1, 2);
    desk.arrive(request(0, Ints.of(1)));
    desk.arrive(request(1, Ints.of(2)));
    assertThat(desk.isCrowded()).isFalse();
    desk.arrive(request(2, Ints.of(3)));
    assertThat(desk.isCrowded()).isTrue();
    assertThat(exits.blocks()).extracting(Block::sequence).containsExactly(id(0));
    verdict(desk, END);
    assertThat(exits.blocks()).last().extracting(Block::sequence).isEqualTo(id(1));
    assertThat(desk.isCrowded()).isFalse();
  }

  @Test
  void whoIsNextIsAQuestionOfRank() {
    DraftDesk desk =
        new DraftDesk(
            settings(new Admission(1, 9, ServiceOrder.SHORTEST, 10, "the test's"), 0),
            5,
            clock,
            Ints::toString,
            store,
            exits,
            metrics());
    desk.arrive(request(0, Ints.of(1)));
    desk.arrive(request(1, Ints.range(0, 100)));
    desk.arrive(request(2, Ints.of(1)));
    verdict(desk, END);
    assertThat(exits.blocks()).last().extracting(Block::sequence).isEqualTo(id(2));
  }

  @Test
  void aCancelledSequenceEndsWhereItIsAndItsPlaceFallsFree() {
    DraftDesk desk = desk(1, 9);
    desk.arrive(request(0, Ints.of(1)));
    desk.arrive(request(1, Ints.of(2)));
    verdict(desk, 7);
    exits.clear();
    desk.arrive(new Cancellation(origin(2), "c", id(0)));
    assertThat(exits.answers).hasSize(2);
    assertThat(exits.completions())
        .singleElement()
        .satisfies(
            completion -> {
              assertThat(completion.tokens()).isEqualTo(Ints.of(7));
              assertThat(completion.finishReason()).isEqualTo(FinishReason.CANCELLED);
              assertThat(completion.text()).isEqualTo(Ints.of(7).toString());
            });
    assertThat(exits.answers).last().isEqualTo(new Acknowledgement(origin(2), "c", id(0), true));
    assertThat(exits.deltas)
        .last()
        .extracting(Delta::finishReason)
        .isEqualTo(Optional.of(FinishReason.CANCELLED));
    assertThat(exits.toSlices.subList(0, 2))
        .containsExactly(new Cancel(id(0), 5, 2), new Release(id(0), 5));
    assertThat(exits.blocks()).singleElement().extracting(Block::sequence).isEqualTo(id(1));
    assertThat(store.requests).containsOnlyKeys(id(1));
  }

  @Test
  void aVerdictForACancelledSequenceChangesNothing() {
    DraftDesk desk = desk(1, 0);
    desk.arrive(request(0, Ints.of(1)));
    desk.arrive(new Cancellation(origin(2), "c", id(0)));
    exits.clear();
    verdict(desk, id(0), 0, 7);
    assertThat(exits.answers).isEmpty();
    assertThat(store.requests).isEmpty();
    assertThat(desk.isIdle()).isTrue();
  }

  @Test
  void aSequenceThatWaitsIsCancelledWithoutAToken() {
    DraftDesk desk = desk(1, 9);
    desk.arrive(request(0, Ints.of(1)));
    desk.arrive(request(1, Ints.of(2)));
    desk.arrive(new Cancellation(origin(2), "c", id(1)));
    assertThat(exits.completions())
        .singleElement()
        .satisfies(
            completion -> {
              assertThat(completion.origin()).isEqualTo(origin(1));
              assertThat(completion.tokens()).isEqualTo(Ints.empty());
            });
    verdict(desk, END);
    assertThat(desk.isIdle()).isTrue();
    assertThat(exits.answers).hasSize(3);
  }

  @Test
  void cancellingWhatIsNotThereIsAnsweredToo() {
    DraftDesk desk = desk(1, 9);
    desk.arrive(new Cancellation(origin(2), "c", id(7)));
    assertThat(exits.answers).containsExactly(new Acknowledgement(origin(2), "c", id(7), false));
  }

  @Test
  void sequencesEndWhenTheirDeadlinePassesWhetherDecodedOrWaiting() {
    DraftDesk desk = desk(1, 9);
    desk.arrive(withDeadline(0, 100));
    desk.arrive(withDeadline(1, 50));
    desk.arrive(withDeadline(2, 200));
    verdict(desk, 7);
    assertThat(desk.nextDeadline()).contains(Instant.ofEpochMilli(50));
    now = Instant.ofEpochMilli(100);
    desk.expire();
    assertThat(exits.completions())
        .extracting(Completion::finishReason)
        .containsExactly(FinishReason.DEADLINE, FinishReason.DEADLINE);
    assertThat(exits.completions())
        .extracting(Completion::tokens)
        .containsExactly(Ints.empty(), Ints.of(7));
    assertThat(exits.blocks()).last().extracting(Block::sequence).isEqualTo(id(2));
    assertThat(desk.nextDeadline()).contains(Instant.ofEpochMilli(200));
    verdict(desk, END);
    assertThat(desk.nextDeadline()).isEmpty();
  }

  @Test
  void whatArrivesTooLateIsAnsweredAtOnceAndNeverSent() {
    now = Instant.ofEpochMilli(100);
    DraftDesk desk = desk(1, 9);
    desk.arrive(withDeadline(0, 100));
    assertThat(exits.completions())
        .singleElement()
        .extracting(Completion::finishReason)
        .isEqualTo(FinishReason.DEADLINE);
    assertThat(exits.toSlices).isEmpty();
    assertThat(store.requests).isEmpty();
  }

  @Test
  void deadlinesOutliveARestart() {
    desk(1, 9).arrive(withDeadline(0, 100));
    exits.clear();
    DraftDesk after =
        new DraftDesk(settings(1, 9), 6, clock, Ints::toString, store, exits, metrics());
    after.resume(store.requests.keySet());
    assertThat(after.nextDeadline()).contains(Instant.ofEpochMilli(100));
  }

  @Test
  void onlyWhatABrokenGateLetsThroughOverrunsTheDesk() {
    DraftDesk desk = desk(1, 10);
    for (int i = 0; i <= 1021; i++) {
      assertThat(desk.isOverrun()).isFalse();
      desk.arrive(request(i, Ints.of(1)));
    }
    assertThat(desk.isOverrun()).isTrue();
    verdict(desk, END);
    assertThat(desk.isOverrun()).isFalse();
    assertThat(desk.isCrowded()).isTrue();
  }

  @Test
  void aRefusalIsAnsweredAndItsRecordKept() {
    Refusal refusal =
        new Refusal(
            origin(0), "r", Optional.empty(), new RequestError("invalid_json", "", "no JSON"));
    desk(1, 0).arrive(refusal);
    assertThat(exits.answers).containsExactly(new Failure(origin(0), "r", refusal.error()));
    assertThat(exits.letters)
        .containsExactly(new DeadLetter(origin(0), Optional.empty(), refusal.error()));
    assertThat(exits.toSlices).isEmpty();
  }

  @Test
  void afterARestartAdmittedSequencesGoFirstAndContinueWhereTheyWere() {
    DraftDesk before = desk(1, 5);
    before.arrive(request(3, Ints.of(1, 2)));
    before.arrive(request(1, Ints.of(3)));
    verdict(before, 7);
    verdict(before, 8);
    exits.clear();
    DraftDesk after =
        new DraftDesk(settings(1, 5), 6, clock, Ints::toString, store, exits, metrics());
    after.resume(store.requests.keySet());
    Block replay = exits.blocks().get(0);
    assertThat(replay.sequence()).isEqualTo(id(3));
    assertThat(replay.epoch()).isEqualTo(6);
    assertThat(replay.tokens()).isEqualTo(Ints.of(1, 2, 7, 8));
    assertThat(exits.blocks()).hasSize(1);
    Verdict confirming = new Verdict(id(3), 6, 0, Ints.of(3), END, SliceTimes.ZERO);
    after.feedback(new Batch(List.of(confirming)));
    assertThat(exits.completions())
        .singleElement()
        .satisfies(
            completion -> {
              assertThat(completion.tokens()).isEqualTo(Ints.of(7, 8, END));
              assertThat(completion.speculation().replays()).isEqualTo(1);
            });
    assertThat(exits.blocks()).last().extracting(Block::sequence).isEqualTo(id(1));
  }

  @Test
  void aVerdictOfAnOlderEpochIsDropped() {
    DraftDesk desk = desk(1, 0);
    desk.arrive(request(0, Ints.of(1)));
    desk.feedback(new Batch(List.of(new Verdict(id(0), 4, 0, Ints.empty(), 7, SliceTimes.ZERO))));
    assertThat(store.progress(id(0)).orElseThrow().generated()).isEqualTo(Ints.empty());
  }

  @Test
  void whatTwoPromptsBeginWithIsSentOnce() {
    DraftDesk desk = desk(2, 0);
    desk.arrive(request(0, Ints.range(0, 30)));
    exits.clear();
    desk.arrive(request(1, Ints.range(0, 26).append(91, 92)));
    assertThat(exits.toSlices).first().isEqualTo(new Share(id(1), 5, id(0), 25));
    assertThat(exits.blocks())
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.basePosition()).isEqualTo(25);
              assertThat(block.tokens()).isEqualTo(Ints.of(25, 91, 92));
            });
  }

  @Test
  void afterARestartWhatTwoPromptsBeginWithIsSentOnceAgain() {
    DraftDesk before = desk(2, 0);
    before.arrive(request(0, Ints.range(0, 30)));
    verdict(before, 7);
    before.arrive(request(1, Ints.range(0, 26).append(91)));
    exits.clear();
    DraftDesk after =
        new DraftDesk(settings(2, 0), 6, clock, Ints::toString, store, exits, metrics());
    after.resume(store.requests.keySet());
    assertThat(exits.toSlices)
        .filteredOn(Share.class::isInstance)
        .singleElement()
        .isEqualTo(new Share(id(1), 6, id(0), 25));
  }

  @Test
  void whoseSharedRowsAreMissingIsReplayedAndAsksThatDonorNoMore() {
    DraftDesk desk = desk(3, 0);
    desk.arrive(request(0, Ints.range(0, 30)));
    desk.arrive(request(1, Ints.range(0, 26).append(91)));
    exits.clear();
    desk.feedback(new Batch(List.of(new Rebase(id(1), 5, 0, 0))));
    assertThat(exits.toSlices).first().isEqualTo(new Cancel(id(1), 5, 1));
    assertThat(exits.blocks()).first().extracting(Block::basePosition).isEqualTo(0);
    assertThat(exits.toSlices).noneMatch(Share.class::isInstance);
    exits.clear();
    desk.arrive(request(2, Ints.range(0, 26).append(92)));
    assertThat(exits.toSlices).first().isEqualTo(new Share(id(2), 5, id(1), 25));
  }

  @Test
  void anAnswerThatIsOutServesTheNextTurnOfTheChat() {
    DraftDesk desk = desk(1, 1);
    desk.arrive(request(0, Ints.range(0, 20)));
    verdict(desk, 50);
    verdict(desk, 51);
    verdict(desk, END);
    assertThat(exits.toSlices).last().isEqualTo(new Retain(id(0), 5));
    assertThat(exits.toDrafter).last().isEqualTo(new DraftWork.Keep(id(0)));
    exits.clear();
    desk.arrive(request(1, Ints.range(0, 20).append(50, 51, END, 7, 8)));
    Share share = new Share(id(1), 5, id(0), 21);
    assertThat(exits.toSlices).first().isEqualTo(share);
    assertThat(exits.toDrafter).contains(new DraftWork.Take(share));
    verdict(desk, END);
    assertThat(exits.toSlices).endsWith(new Retain(id(1), 5), new Release(id(0), 5));
    assertThat(exits.toDrafter).endsWith(new DraftWork.Keep(id(1)), new DraftWork.Forget(id(0)));
  }

  @Test
  void whoIsCancelledWithBlocksOnTheirWayServesNobody() {
    DraftDesk desk = desk(1, 1);
    desk.arrive(request(0, Ints.range(0, 20)));
    desk.arrive(new Cancellation(origin(1), "c", id(0)));
    assertThat(exits.toSlices).last().isEqualTo(new Release(id(0), 5));
    exits.clear();
    desk.arrive(request(2, Ints.range(0, 21)));
    assertThat(exits.toSlices).noneMatch(Share.class::isInstance);
  }

  @Test
  void missingRowsAreSentAgain() {
    DraftDesk desk = desk(1, 0);
    desk.arrive(request(0, Ints.range(0, 6)));
    exits.clear();
    desk.feedback(new Batch(List.of(new Rebase(id(0), 5, 1, 2))));
    assertThat(exits.toSlices).first().isEqualTo(new Cancel(id(0), 5, 2));
    assertThat(exits.blocks())
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.basePosition()).isEqualTo(2);
              assertThat(block.tokens()).isEqualTo(Ints.range(2, 6));
            });
  }

  @Test
  void proposalsAreAskedForUsedAndDroppedWhenTheyComeTooLate() {
    DraftDesk desk =
        new DraftDesk(settings(1, 0, 3), 5, clock, Ints::toString, store, exits, metrics());
    desk.arrive(request(0, Ints.of(1)));
    assertThat(exits.tasks()).last().extracting(task -> task.task().shape().depth()).isEqualTo(0);
    verdict(desk, 7);
    DraftWork.Propose asked = exits.tasks().get(1);
    assertThat(asked.task().prefix()).isEqualTo(Ints.of(1, 7));
    Proposed answer = new Proposed(asked.task(), Proposal.chain(Ints.of(8, 9)));
    desk.propose(List.of(answer));
    assertThat(exits.blocks()).last().extracting(Block::tokens).isEqualTo(Ints.of(7, 8, 9));
    int sent = exits.toSlices.size();
    desk.propose(List.of(answer));
    assertThat(exits.toSlices).hasSize(sent);
  }

  @Test
  void aBlockGoesAheadOfAVerdictAndIsCancelledIfItsGuessWasWrong() {
    DraftDesk desk = ahead(2);
    desk.arrive(request(0, Ints.of(1)));
    propose(desk, 7, 8);
    assertThat(exits.blocks()).hasSize(2);
    assertThat(exits.blocks().get(1).parent()).isEqualTo(new Parent.Node(0, 0));
    exits.clear();
    verdict(desk, id(0), 0, 9);
    assertThat(exits.toSlices).containsExactly(new Cancel(id(0), 5, 2));
    propose(desk, 3);
    assertThat(exits.blocks()).first().extracting(Block::tokens).isEqualTo(Ints.of(9, 3));
    assertThat(store.progress(id(0)).orElseThrow().speculation().blocks().cancelled()).isEqualTo(1);
  }

  @Test
  void aSequenceThatEndsGivesUpTheBlocksThatWentAhead() {
    DraftDesk desk = ahead(2);
    desk.arrive(request(0, Ints.of(1)));
    propose(desk, END, 8);
    exits.clear();
    verdict(desk, id(0), 0, END);
    assertThat(exits.toSlices).containsExactly(new Cancel(id(0), 5, 2), new Release(id(0), 5));
    assertThat(exits.completions())
        .singleElement()
        .extracting(Completion::tokens)
        .isEqualTo(Ints.of(END));
    assertThat(desk.isIdle()).isTrue();
  }

  @Test
  void afterARebaseWhatTheDrafterStillSaysIsDropped() {
    DraftDesk desk = ahead(2);
    desk.arrive(request(0, Ints.of(1)));
    DraftWork.Propose before = exits.tasks().get(exits.tasks().size() - 1);
    desk.feedback(new Batch(List.of(new Rebase(id(0), 5, 0, 0))));
    DraftWork.Propose after = exits.tasks().get(exits.tasks().size() - 1);
    int sent = exits.blocks().size();
    propose(desk, 7, 8);
    assertThat(exits.blocks()).hasSize(sent + 1);
    assertThat(exits.blocks()).last().extracting(Block::parent).isEqualTo(new Parent.Node(1, 0));
    desk.propose(List.of(new Proposed(before.task(), Proposal.chain(Ints.of(3)))));
    assertThat(exits.blocks()).hasSize(sent + 1);
    assertThat(after.task()).isEqualTo(before.task());
  }

  @Test
  void aDrafterThatDoesNotPayStepsAsideAndTheAnswerSaysWhoDrafted() {
    DraftDesk desk =
        new DraftDesk(
            settings(
                new Admission(1, 0, ServiceOrder.ARRIVAL, 10, "the test's"),
                true,
                DraftPlan.chain(3)),
            5,
            clock,
            Ints::toString,
            store,
            exits,
            metrics());
    desk.arrive(request(0, Ints.of(1)));
    for (int round = 0; round < 19; round++) {
      int blocks = exits.blocks().size();
      verdict(desk, 50 + round);
      if (exits.blocks().size() == blocks) {
        propose(desk, 1, 2, 3);
      }
    }
    verdict(desk, END);
    assertThat(exits.completions().get(0).speculation().blocks().drafters())
        .extracting(DrafterCount::name)
        .containsExactly("ngram", "none");
  }

  private DraftDesk ahead(int window) {
    DraftPlan plan = new DraftPlan(BlockShape.chain(2), window);
    Admission admission = new Admission(1, 0, ServiceOrder.ARRIVAL, 10, "the test's");
    return new DraftDesk(
        settings(admission, false, plan), 5, clock, Ints::toString, store, exits, metrics());
  }

  /** The answer to what the drafter was asked last. */
  private void propose(DraftDesk desk, int... tokens) {
    DraftWork.Propose asked = exits.tasks().get(exits.tasks().size() - 1);
    desk.propose(List.of(new Proposed(asked.task(), Proposal.chain(Ints.of(tokens)))));
  }

  @Test
  void whatTheTargetSaidIsLearnedBeforeAProposalIsAskedFor() {
    DraftDesk desk =
        new DraftDesk(settings(1, 0, 3), 5, clock, Ints::toString, store, exits, metrics());
    desk.arrive(request(0, Ints.of(1)));
    exits.toDrafter.clear();
    Taps taps = taps(0, 5, 0, 1);
    desk.feedback(
        new Batch(List.of(taps, new Verdict(id(0), 5, 0, Ints.empty(), 7, SliceTimes.ZERO))));
    assertThat(exits.toDrafter).hasSize(2).first().isEqualTo(new DraftWork.Learn(taps));
    assertThat(exits.toDrafter.get(1)).isInstanceOf(DraftWork.Propose.class);
  }

  @Test
  void whatTheTargetSaidOfOtherTextsIsNotLearned() {
    DraftDesk desk =
        new DraftDesk(settings(1, 0, 3), 5, clock, Ints::toString, store, exits, metrics());
    desk.arrive(request(0, Ints.of(1)));
    exits.toDrafter.clear();
    // another sequence, another incarnation, a block that nobody waits for
    desk.feedback(new Batch(List.of(taps(1, 5, 0, 1), taps(0, 4, 0, 1), taps(0, 5, 3, 0))));
    assertThat(exits.toDrafter).isEmpty();
  }

  private static Taps taps(long offset, long epoch, int round, int committed) {
    return new Taps(
        id(offset),
        epoch,
        round,
        0,
        committed,
        Ints.of(0),
        Ints.of(1),
        Ints.of(2),
        new HiddenStates(RowType.FP32, 1, 1, Bytes.of(new byte[4])));
  }

  @Test
  void piecesOfAnAnswerCarryTheirOffsets() {
    DraftDesk desk = desk(1, 0);
    desk.arrive(request(0, Ints.of(1)));
    verdict(desk, 7);
    verdict(desk, 8);
    verdict(desk, END);
    assertThat(exits.deltas).extracting(Delta::tokenOffset).containsExactly(0, 1, 2);
    assertThat(String.join("", exits.deltas.stream().map(Delta::text).toList()))
        .isEqualTo(exits.completions().get(0).text());
    assertThat(exits.deltas.get(2).finishReason()).isPresent();
  }

  private DraftDesk desk(int maxActive, int maxWaiting) {
    return new DraftDesk(
        settings(maxActive, maxWaiting), 5, clock, Ints::toString, store, exits, metrics());
  }

  private static DraftSettings settings(int maxActive, int maxWaiting) {
    return settings(maxActive, maxWaiting, 0);
  }

  private static DraftSettings settings(int maxActive, int maxWaiting, int draftLength) {
    return settings(
        new Admission(maxActive, maxWaiting, ServiceOrder.ARRIVAL, 10, "the test's"), draftLength);
  }

  private static DraftSettings settings(Admission admission, int draftLength) {
    DraftPlan plan = draftLength == 0 ? DraftPlan.PLAIN : DraftPlan.chain(draftLength);
    return settings(admission, false, plan);
  }

  private static DraftSettings settings(Admission admission, boolean routed, DraftPlan plan) {
    return new DraftSettings(
        new Drafters(NgramDrafter::new, "ngram", false, routed),
        ShapeChooserFactory.fixed(plan),
        () -> {
          throw new UnsupportedOperationException("the desk opens no tokenizer");
        },
        Ints.of(END),
        4,
        KEEP_ENDED,
        Relaxation.STRICT,
        admission);
  }

  private static DraftMetrics metrics() {
    return new DraftMetrics(new UnregisteredMetricsGroup());
  }

  /** The verdict on the newest block: nothing drafted is accepted, {@code token} is next. */
  private void verdict(DraftDesk desk, int token) {
    Block block = exits.blocks().get(exits.blocks().size() - 1);
    verdict(desk, block.sequence(), block.round(), token);
  }

  private static void verdict(DraftDesk desk, SequenceId sequence, int round, int token) {
    desk.feedback(
        new Batch(List.of(new Verdict(sequence, 5, round, Ints.empty(), token, SliceTimes.ZERO))));
  }

  private static SequenceId id(long offset) {
    return new SequenceId("prompts", 0, offset);
  }

  private static Origin origin(long offset) {
    return new Origin(id(offset), offset, Optional.empty(), List.of());
  }

  private static Request request(long offset, Ints prompt) {
    return request(offset, prompt, Optional.empty());
  }

  private static Request withDeadline(long offset, long millis) {
    return request(offset, Ints.of(1), Optional.of(Instant.ofEpochMilli(millis)));
  }

  private static Request request(long offset, Ints prompt, Optional<Instant> deadline) {
    return new Request(
        origin(offset),
        "r" + offset,
        Dialect.COMPLETION,
        prompt,
        Sampling.greedy(),
        20,
        List.of(),
        true,
        deadline);
  }

  private static final class FakeStore implements SequenceStore {

    private final Map<SequenceId, Request> requests = new HashMap<>();
    private final Map<SequenceId, Progress> progress = new HashMap<>();

    @Override
    public Request request(SequenceId sequence) {
      return requests.get(sequence);
    }

    @Override
    public Optional<Progress> progress(SequenceId sequence) {
      return Optional.ofNullable(progress.get(sequence));
    }

    @Override
    public void save(Request request) {
      requests.put(request.sequence(), request);
    }

    @Override
    public void save(SequenceId sequence, Progress known) {
      progress.put(sequence, known);
    }

    @Override
    public void remove(SequenceId sequence) {
      requests.remove(sequence);
      progress.remove(sequence);
    }
  }

  private static final class FakeExits implements DraftExits {

    private final List<Answer> answers = new ArrayList<>();
    private final List<Delta> deltas = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private final List<LoopMessage> toSlices = new ArrayList<>();
    private final List<DraftWork> toDrafter = new ArrayList<>();

    @Override
    public void answer(Answer answer) {
      answers.add(answer);
    }

    @Override
    public void delta(Delta delta) {
      deltas.add(delta);
    }

    @Override
    public void deadLetter(DeadLetter letter) {
      letters.add(letter);
    }

    @Override
    public void toSlices(List<LoopMessage> messages) {
      toSlices.addAll(messages);
    }

    @Override
    public void toDrafter(DraftWork work) {
      toDrafter.add(work);
    }

    private List<Block> blocks() {
      return toSlices.stream().filter(Block.class::isInstance).map(Block.class::cast).toList();
    }

    private List<Completion> completions() {
      return answers.stream()
          .filter(Completion.class::isInstance)
          .map(Completion.class::cast)
          .toList();
    }

    private List<DraftWork.Propose> tasks() {
      return toDrafter.stream()
          .filter(DraftWork.Propose.class::isInstance)
          .map(DraftWork.Propose.class::cast)
          .toList();
    }

    private void clear() {
      answers.clear();
      toSlices.clear();
    }
  }
}
