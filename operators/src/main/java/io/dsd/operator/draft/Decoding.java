package io.dsd.operator.draft;

import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Completion;
import io.dsd.message.request.Delta;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Progress;
import io.dsd.message.request.Request;
import io.dsd.message.request.Speculation;
import io.dsd.message.round.Batch;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.SliceTimes;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import io.dsd.metrics.DraftMetrics;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.round.Outcome;
import io.dsd.speculate.round.SequenceRounds;
import io.dsd.text.TextAssembler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sequences that are decoded: asks for proposals, sends blocks, reads verdicts, and lets out
 * what is committed. Progress is stored before anything that follows from it leaves.
 */
final class Decoding {

  private static final Logger LOG = LoggerFactory.getLogger(Decoding.class);

  private final DraftSettings settings;
  private final long epoch;
  private final PrefixSharing sharing;
  private final Function<Ints, String> decoder;
  private final SequenceStore store;
  private final DraftExits exits;
  private final DraftMetrics metrics;
  private final Consumer<Completion> ended;
  private final Map<SequenceId, LiveSequence> live = new HashMap<>();
  private final List<LoopMessage> outbox = new ArrayList<>();

  /**
   * No sequences yet.
   *
   * @param epoch larger than those of all before it
   * @param decoder turns tokens into text
   * @param ended hears of every completion, after it has left
   */
  Decoding(
      DraftSettings settings,
      long epoch,
      Function<Ints, String> decoder,
      SequenceStore store,
      DraftExits exits,
      DraftMetrics metrics,
      Consumer<Completion> ended) {
    this.settings = settings;
    this.epoch = epoch;
    this.sharing = new PrefixSharing(epoch, settings.keepEnded(), metrics);
    this.decoder = decoder;
    this.store = store;
    this.exits = exits;
    this.metrics = metrics;
    this.ended = ended;
  }

  /** How many sequences are decoded. */
  int size() {
    return live.size();
  }

  /** Whether there is no place for another one. */
  boolean isFull() {
    return live.size() >= settings.admission().maxActive();
  }

  /** Whether a sequence is decoded. */
  boolean holds(SequenceId sequence) {
    return live.containsKey(sequence);
  }

  /** Starts a stored sequence, or goes on with it. */
  void admit(SequenceId id) {
    boolean resumed = store.progress(id).isPresent();
    LiveSequence sequence = open(id);
    if (resumed) {
      sequence.replayed();
      metrics.replay();
    }
    store.save(id, sequence.progress());
    live.put(id, sequence);
    prefill(sequence);
    // the drafter takes the prompt in while the slices do
    propose(sequence, 0);
  }

  private LiveSequence open(SequenceId id) {
    Request request = store.request(id);
    Progress begun = store.progress(id).orElseGet(this::begin);
    return new LiveSequence(
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
  }

  /** Sends the tokens whose rows neither the slices have nor another sequence has there. */
  private void prefill(LiveSequence sequence) {
    sharing.begin(sequence.id(), sequence.rounds()).ifPresent(outbox::add);
    issue(sequence, Proposal.nothing());
    sharing.issued(sequence.id(), sequence.rounds());
  }

  private Progress begin() {
    return new Progress(
        System.currentTimeMillis(), Ints.empty(), Speculation.none(settings.drafterName()));
  }

  /** Ends a stored sequence, decoded or not, as far as it has come. */
  void end(SequenceId id, FinishReason reason) {
    LiveSequence known = live.get(id);
    LiveSequence sequence = known == null ? open(id) : known;
    Delta last = sequence.end(reason);
    if (sequence.request().stream()) {
      exits.delta(last);
    }
    if (known != null && !sequence.rounds().isIdle()) {
      outbox.add(sequence.rounds().abandon());
    }
    finish(sequence);
  }

  /** Takes what the tail brought back. */
  void feedback(Batch batch) {
    for (LoopMessage message : batch.messages()) {
      LiveSequence sequence = live.get(message.sequence());
      if (message instanceof Taps taps) {
        if (sequence != null && sequence.rounds().counts(taps)) {
          exits.toDrafter(new DraftWork.Learn(taps));
        }
      } else if (sequence == null) {
        metrics.stale();
      } else if (message instanceof Verdict verdict) {
        take(sequence, sequence.rounds().accept(verdict), verdict.times());
      } else if (message instanceof Rebase rebase) {
        take(sequence, sequence.rounds().accept(rebase), SliceTimes.ZERO);
      } else {
        throw new IllegalStateException("the tail brought " + message);
      }
    }
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
      outbox.addAll(sharing.missing(sequence.id(), replay.haveLength()));
      prefill(sequence);
    } else if (outcome instanceof Outcome.Committed news) {
      commit(sequence, news, times);
    }
  }

  private void commit(LiveSequence sequence, Outcome.Committed news, SliceTimes times) {
    sharing.confirmed(sequence.id());
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
                  sequence.rounds().committed().size(),
                  sequence.request().sampling(),
                  BlockShape.chain(length))));
    }
  }

  /** Takes what the drafter proposes; what is out of date by now is dropped. */
  void propose(List<Proposed> proposed) {
    for (Proposed one : proposed) {
      LiveSequence sequence = live.get(one.task().sequence());
      if (!one.task().shape().isNothing()
          && sequence != null
          && sequence.rounds().isIdle()
          && sequence.rounds().committed().size() == one.task().committed()) {
        sequence.proposalCame(System.nanoTime());
        issue(sequence, one.proposal());
      }
    }
  }

  private void issue(LiveSequence sequence, Proposal proposal) {
    sequence.roundStarted(System.nanoTime());
    outbox.addAll(sequence.rounds().issue(proposal));
  }

  /** Sends what has gathered for the slices as one record. */
  void send() {
    if (!outbox.isEmpty()) {
      exits.toSlices(List.copyOf(outbox));
      outbox.clear();
    }
  }

  private void finish(LiveSequence sequence) {
    Completion completion = sequence.completion();
    exits.answer(completion);
    metrics.completed(completion.finishReason());
    store.remove(sequence.id());
    if (live.remove(sequence.id()) != null) {
      outbox.addAll(sharing.ended(sequence.id(), sequence.rounds()));
      if (settings.draftLength() > 0) {
        exits.toDrafter(new DraftWork.Forget(sequence.id()));
      }
    }
    ended.accept(completion);
  }
}
