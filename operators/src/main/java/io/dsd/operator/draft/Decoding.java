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
import io.dsd.message.round.Block;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Rebase;
import io.dsd.message.round.Release;
import io.dsd.message.round.Retain;
import io.dsd.message.round.Share;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import io.dsd.metrics.DraftMetrics;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.round.Outcome;
import io.dsd.speculate.round.SequenceRounds;
import io.dsd.speculate.round.Step;
import io.dsd.text.TextAssembler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final DraftChoices choices;
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
    this.choices = new DraftChoices(settings);
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
                begun.generated())
            .relax(settings.relaxation().withStrength(request.relaxation())),
        choices.openRouter(),
        new TextAssembler(decoder, request.stop()),
        settings.endTokens());
  }

  /** Sends the tokens whose rows neither the slices have nor another sequence has there. */
  private void prefill(LiveSequence sequence) {
    sharing.begin(sequence.id(), sequence.rounds()).ifPresent(this::tell);
    choices.turn(sequence);
    go(sequence, 0, sequence.drafting().begin(plan(sequence)));
    sharing.issued(sequence.id(), sequence.rounds());
  }

  /** Tells the slices, and drafters, whose rows go with theirs. */
  private void tell(LoopMessage word) {
    outbox.add(word);
    if (word instanceof Share share) {
      exits.toDrafter(new DraftWork.Take(share));
    } else if (word instanceof Retain retain) {
      exits.toDrafter(new DraftWork.Keep(retain.sequence()));
    } else if (word instanceof Release release) {
      exits.toDrafter(new DraftWork.Forget(release.sequence()));
    }
  }

  private Progress begin() {
    return new Progress(
        System.currentTimeMillis(), Ints.empty(), Speculation.none(settings.drafters().name()));
  }

  /** Ends a stored sequence, decoded or not, as far as it has come. */
  void end(SequenceId id, FinishReason reason) {
    LiveSequence known = live.get(id);
    LiveSequence sequence = known == null ? open(id) : known;
    Delta last = sequence.end(reason);
    if (sequence.request().stream()) {
      exits.delta(last);
    }
    if (known != null) {
      abandon(sequence);
    }
    finish(sequence);
  }

  private void abandon(LiveSequence sequence) {
    if (!sequence.rounds().isIdle()) {
      outbox.add(sequence.rounds().abandon());
    }
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
        take(sequence, sequence.rounds().accept(verdict), Optional.of(verdict));
      } else if (message instanceof Rebase rebase) {
        take(sequence, sequence.rounds().accept(rebase), Optional.empty());
      } else {
        throw new IllegalStateException("the tail brought " + message);
      }
    }
  }

  private void take(LiveSequence sequence, Outcome outcome, Optional<Verdict> verdict) {
    if (outcome instanceof Outcome.Stale) {
      metrics.stale();
    } else if (outcome instanceof Outcome.Replay replay) {
      LOG.info("{} is replayed from {}", sequence.id(), replay.haveLength());
      metrics.replay();
      sequence.replayed();
      store.save(sequence.id(), sequence.progress());
      outbox.add(sequence.rounds().cancel());
      sharing.missing(sequence.id(), replay.haveLength()).forEach(this::tell);
      prefill(sequence);
    } else if (outcome instanceof Outcome.Committed news) {
      commit(sequence, news, verdict.orElseThrow());
    }
  }

  private void commit(LiveSequence sequence, Outcome.Committed news, Verdict verdict) {
    sharing.confirmed(sequence.id());
    // where verdicts follow the drafter a replay without it may well differ
    if (news.diverged() && !sequence.rounds().isRelaxed()) {
      metrics.divergence();
      LOG.warn(
          "{}: on replay the target picked another token than the one committed before; the"
              + " committed one stays",
          sequence.id());
    }
    if (news.cancelled() > 0) {
      outbox.add(sequence.rounds().cancel());
    }
    Speculation before = sequence.progress().speculation();
    long now = System.nanoTime();
    SentBlock block = sequence.returned(verdict.round());
    choices.observe(sequence, block, verdict, news.tokens().size(), now);
    Delta delta = sequence.advance(block, news, verdict.times(), now);
    metrics.round(before, sequence.progress().speculation());
    store.save(sequence.id(), sequence.progress());
    if (sequence.request().stream() && !(delta.tokens().isEmpty() && delta.text().isEmpty())) {
      exits.delta(delta);
    }
    if (sequence.isFinished()) {
      abandon(sequence);
      finish(sequence);
    } else {
      choices.turn(sequence);
      go(sequence, 0, sequence.drafting().advance(plan(sequence)));
    }
  }

  /** Takes what the drafter proposes; what is out of date by now is dropped. */
  void propose(List<Proposed> proposed) {
    for (Proposed one : proposed) {
      LiveSequence sequence = live.get(one.task().sequence());
      if (sequence != null) {
        sequence
            .drafting()
            .answer(one.task(), one.proposal(), plan(sequence))
            .ifPresent(step -> answered(sequence, one, step));
      }
    }
  }

  private void answered(LiveSequence sequence, Proposed answer, Step step) {
    long took = sequence.proposalCame(System.nanoTime());
    metrics.proposal(took);
    choices.answered(sequence, answer, took);
    go(sequence, answer.task().committed(), step);
  }

  /**
   * Does what a step says.
   *
   * @param known how many tokens were committed when the drafter was asked; 0 if it was not
   */
  private void go(LiveSequence sequence, int known, Step step) {
    long now = System.nanoTime();
    String drafter = choices.drafter(sequence);
    for (Block block : step.blocks()) {
      if (block.verify()) {
        int first = block.basePosition() + block.firstVerified() + 1;
        int before = known == 0 ? 0 : first - known;
        SentBlock sent = new SentBlock(block, before, sequence.route(), drafter, now);
        metrics.sent(sent.drafter(), sent.drafted(), sequence.sent(sent));
      }
    }
    outbox.addAll(step.blocks());
    step.task()
        .ifPresent(
            task -> {
              sequence.proposalAsked(now);
              exits.toDrafter(new DraftWork.Propose(task, drafter));
            });
  }

  private DraftPlan plan(LiveSequence sequence) {
    return choices.plan(sequence, live.size());
  }

  /** Sends what has gathered for the slices as one record. */
  void send() {
    metrics.roundsInFlight(live.values().stream().mapToInt(LiveSequence::roundsInFlight).sum());
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
      sharing.ended(sequence.id(), sequence.rounds()).forEach(this::tell);
      choices.forget(sequence.id());
    }
    ended.accept(completion);
  }
}
