package io.dsd.operator.draft;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Failure;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.Request;
import io.dsd.message.request.Speculation;
import io.dsd.message.round.Batch;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Verdict;
import io.dsd.metrics.DraftMetrics;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.round.Outcome;
import io.dsd.speculate.round.SequenceRounds;
import io.dsd.text.TextAssembler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the draft operator does, apart from Flink: admits sequences, asks for proposals, sends
 * blocks, reads verdicts, and lets out what is committed. At most a set number of sequences is
 * decoded at once; the others wait in the order of their records' timestamps and places.
 *
 * <p>One thread at a time. Progress is stored before anything that follows from it leaves.
 */
final class DraftDesk {

  private static final Logger LOG = LoggerFactory.getLogger(DraftDesk.class);

  private final DraftSettings settings;
  private final long epoch;
  private final Function<Ints, String> decoder;
  private final SequenceStore store;
  private final DraftExits exits;
  private final DraftMetrics metrics;
  private final Map<SequenceId, LiveSequence> live = new HashMap<>();
  private final Deque<SequenceId> waiting = new ArrayDeque<>();
  private final List<LoopMessage> outbox = new ArrayList<>();

  /**
   * A desk without sequences.
   *
   * @param epoch larger than those of all desks before it
   * @param decoder turns tokens into text
   */
  DraftDesk(
      DraftSettings settings,
      long epoch,
      Function<Ints, String> decoder,
      SequenceStore store,
      DraftExits exits,
      DraftMetrics metrics) {
    this.settings = settings;
    this.epoch = epoch;
    this.decoder = decoder;
    this.store = store;
    this.exits = exits;
    this.metrics = metrics;
    metrics.watch(live::size, waiting::size);
  }

  /** Whether more sequences wait than may. */
  boolean isCrowded() {
    return waiting.size() > settings.maxWaiting();
  }

  /** Whether every sequence has ended. */
  boolean isIdle() {
    return live.isEmpty() && waiting.isEmpty();
  }

  /** Takes what a prompt record turned out to be. */
  void arrive(Arrival arrival) {
    if (arrival instanceof Refusal refusal) {
      metrics.refused();
      exits.answer(new Failure(refusal.origin(), refusal.id(), refusal.error()));
      exits.deadLetter(new DeadLetter(refusal.origin(), refusal.value(), refusal.error()));
    } else if (arrival instanceof Request request) {
      store.save(request);
      enter(request.sequence());
      send();
    }
  }

  /** Takes up the stored sequences after a restart, those that were being decoded first. */
  void resume(Collection<SequenceId> stored) {
    LOG.info("resuming {} sequences under epoch {}", stored.size(), epoch);
    Comparator<SequenceId> admittedFirst =
        Comparator.comparing(sequence -> store.progress(sequence).isEmpty());
    stored.stream()
        .sorted(
            admittedFirst
                .thenComparing(sequence -> store.request(sequence).origin().timestamp())
                .thenComparing(Comparator.naturalOrder()))
        .forEachOrdered(this::enter);
    send();
  }

  private void enter(SequenceId sequence) {
    if (live.size() < settings.maxActive()) {
      admit(sequence);
    } else {
      waiting.add(sequence);
    }
  }

  private void admit(SequenceId id) {
    Request request = store.request(id);
    Optional<Progress> known = store.progress(id);
    Progress begun = known.orElseGet(this::begin);
    LiveSequence sequence =
        new LiveSequence(
            request,
            begun,
            SequenceRounds.resume(
                id,
                epoch,
                request.sampling(),
                settings.prefillChunk(),
                request.prompt(),
                begun.generated()),
            new TextAssembler(decoder, request.stop()),
            settings.endTokens());
    if (known.isPresent()) {
      sequence.replayed();
      metrics.replay();
    }
    store.save(id, sequence.progress());
    live.put(id, sequence);
    issue(sequence, Proposal.nothing());
    // the drafter takes the prompt in while the slices do
    propose(sequence, 0);
  }

  private Progress begin() {
    return new Progress(
        System.currentTimeMillis(), Ints.empty(), Speculation.none(settings.drafterName()));
  }

  /** Takes what the tail brought back. */
  void feedback(Batch batch) {
    for (LoopMessage message : batch.messages()) {
      LiveSequence sequence = live.get(message.sequence());
      if (sequence == null) {
        metrics.stale();
      } else if (message instanceof Verdict verdict) {
        take(sequence, sequence.rounds().accept(verdict), verdict.times());
      } else if (message instanceof Rebase rebase) {
        take(sequence, sequence.rounds().accept(rebase), SliceTimes.ZERO);
      } else {
        throw new IllegalStateException("the tail brought " + message);
      }
    }
    send();
  }

  private void take(LiveSequence sequence, Outcome outcome, SliceTimes times) {
    if (outcome instanceof Outcome.Stale) {
      metrics.stale();
    } else if (outcome instanceof Outcome.Replay replay) {
      LOG.info("{} is replayed from {}", sequence.id(), replay.haveLength());
      metrics.replay();
      sequence.replayed();
      store.save(sequence.id(), sequence.progress());
      outbox.add(sequence.rounds().cancel());
      issue(sequence, Proposal.nothing());
    } else if (outcome instanceof Outcome.Committed news) {
      commit(sequence, news, times);
    }
  }

  private void commit(LiveSequence sequence, Outcome.Committed news, SliceTimes times) {
    if (news.diverged()) {
      metrics.divergence();
      LOG.warn(
          "{}: on replay the target picked another token than the one committed before; the"
              + " committed one stays",
          sequence.id());
    }
    if (news.cancelled()) {
      outbox.add(sequence.rounds().cancel());
    }
    Speculation before = sequence.progress().speculation();
    Delta delta = sequence.advance(news, times, System.nanoTime());
    metrics.round(before, sequence.progress().speculation());
    store.save(sequence.id(), sequence.progress());
    if (sequence.request().stream() && !(delta.tokens().isEmpty() && delta.text().isEmpty())) {
      exits.delta(delta);
    }
    if (sequence.isFinished()) {
      finish(sequence);
    } else {
      next(sequence);
    }
  }

  private void next(LiveSequence sequence) {
    // the round's own bonus token needs no draft
    int length = Math.min(settings.draftLength(), sequence.room() - 1);
    if (length <= 0) {
      issue(sequence, Proposal.nothing());
    } else {
      propose(sequence, length);
    }
  }

  private void propose(LiveSequence sequence, int length) {
    if (settings.draftLength() > 0) {
      sequence.proposalAsked(System.nanoTime());
      exits.toDrafter(
          new DraftWork.Propose(
              new DraftTask(
                  sequence.id(),
                  sequence.rounds().committed(),
                  sequence.request().sampling(),
                  length)));
    }
  }

  /** Takes what the drafter proposes; what is out of date by now is dropped. */
  void propose(List<Proposed> proposed) {
    for (Proposed one : proposed) {
      LiveSequence sequence = live.get(one.task().sequence());
      if (one.task().length() > 0
          && sequence != null
          && sequence.rounds().isIdle()
          && sequence.rounds().committed().size() == one.task().committed().size()) {
        sequence.proposalCame(System.nanoTime());
        issue(sequence, one.proposal());
      }
    }
    send();
  }

  private void issue(LiveSequence sequence, Proposal proposal) {
    sequence.roundStarted(System.nanoTime());
    outbox.addAll(sequence.rounds().issue(proposal));
  }

  private void send() {
    if (!outbox.isEmpty()) {
      exits.toSlices(List.copyOf(outbox));
      outbox.clear();
    }
  }

  /** Lets the answer out and gives the place to the next in line. */
  private void finish(LiveSequence sequence) {
    exits.answer(sequence.completion());
    metrics.completed();
    store.remove(sequence.id());
    live.remove(sequence.id());
    outbox.add(new Release(sequence.id(), epoch));
    if (settings.draftLength() > 0) {
      exits.toDrafter(new DraftWork.Forget(sequence.id()));
    }
    if (!waiting.isEmpty()) {
      admit(waiting.remove());
    }
  }
}
