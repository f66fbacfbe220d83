package io.dsd.operator.draft;

import io.dsd.loop.LoopHead;
import io.dsd.loop.LoopHeads;
import io.dsd.loop.LoopKey;
import io.dsd.message.Ints;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.Completion;
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
import io.dsd.model.tokenizer.Tokenizer;
import io.dsd.operator.type.MessageTypes;
import io.dsd.operator.work.MailboxWorker;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.Proposal;
import io.dsd.speculate.round.Outcome;
import io.dsd.speculate.round.SequenceRounds;
import io.dsd.text.TextAssembler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The draft: the head of the loop and the only owner of truth. Keyed state holds each sequence's
 * request and progress; rounds, proposals and text are derived and made anew after a restart. What
 * leaves the job leaves here, after its tokens are committed to state.
 *
 * <p>At most a set number of sequences is decoded at once; the others wait in keyed state, in the
 * order of their records' timestamps and places.
 */
final class DraftOperator extends AbstractStreamOperator<Batch>
    implements OneInputStreamOperator<Arrival, Batch>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private static final ValueStateDescriptor<Arrival> REQUEST =
      new ValueStateDescriptor<>("request", MessageTypes.arrival());
  private static final ValueStateDescriptor<Progress> PROGRESS =
      new ValueStateDescriptor<>("progress", MessageTypes.progress());

  private final DraftSettings settings;
  private final transient MailboxExecutor mailbox;
  private final transient Map<SequenceId, LiveSequence> live = new HashMap<>();
  private final transient Deque<SequenceId> waiting = new ArrayDeque<>();
  private final transient List<LoopMessage> outbox = new ArrayList<>();
  private transient ValueState<Arrival> request;
  private transient ValueState<Progress> progress;
  private transient Tokenizer tokenizer;
  private transient Drafter drafter;
  private transient MailboxWorker<DraftWork, List<Proposed>> worker;
  private transient DraftMetrics counts;
  private transient LoopKey loop;
  private transient LoopHead head;
  private transient long epoch;

  DraftOperator(StreamOperatorParameters<Batch> parameters, DraftSettings settings) {
    super(parameters);
    this.settings = settings;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    request = context.getKeyedStateStore().getState(REQUEST);
    progress = context.getKeyedStateStore().getState(PROGRESS);
  }

  @Override
  public void open() throws Exception {
    super.open();
    // grows with every incarnation, also after a restart on another machine
    epoch =
        System.currentTimeMillis() * 1000
            + getRuntimeContext().getTaskInfo().getAttemptNumber() % 1000;
    counts = new DraftMetrics(getMetricGroup(), live::size, waiting::size);
    tokenizer = settings.tokenizer().open();
    drafter = settings.drafter().open();
    worker =
        new MailboxWorker<>(
            getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks() + " drafter",
            mailbox,
            new DrafterWork(drafter),
            this::onProposals);
    worker.start();
    loop =
        new LoopKey(
            getRuntimeContext().getJobInfo().getJobId().toString(),
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    head = this::post;
    LoopHeads.register(loop, head);
    List<SequenceId> restored = new ArrayList<>();
    getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            REQUEST,
            (key, state) -> restored.add((SequenceId) key));
    if (!restored.isEmpty()) {
      // not here: blocks can be sent only once the task runs
      mailbox.execute(() -> resume(restored), "resume %d sequences", restored.size());
    }
  }

  private void post(Batch batch) {
    try {
      mailbox.execute(() -> onFeedback(batch), "verdicts");
    } catch (RejectedExecutionException ended) {
      LOG.debug("the draft has ended, verdicts are dropped", ended);
    }
  }

  @Override
  public void processElement(StreamRecord<Arrival> element) throws Exception {
    Arrival arrival = element.getValue();
    if (arrival instanceof Refusal refusal) {
      refuse(refusal);
    } else if (arrival instanceof Request admitted) {
      request.update(admitted);
      if (live.size() < settings.maxActive()) {
        admit(admitted, Optional.empty());
        send();
      } else {
        waiting.add(admitted.sequence());
        while (waiting.size() > settings.maxWaiting()) {
          // holds the input back; verdicts and proposals go on
          mailbox.yield();
        }
      }
    }
  }

  private void refuse(Refusal refusal) {
    counts.refused();
    output.collect(
        DraftOutputs.ANSWERS,
        new StreamRecord<>(new Failure(refusal.origin(), refusal.id(), refusal.error())));
    output.collect(
        DraftOutputs.DEAD_LETTERS,
        new StreamRecord<>(new DeadLetter(refusal.origin(), refusal.value(), refusal.error())));
  }

  /** Starts or resumes a sequence; the key is set. */
  private void admit(Request admitted, Optional<Progress> known) throws Exception {
    Progress begun =
        known.orElseGet(
            () ->
                new Progress(
                    System.currentTimeMillis(),
                    Ints.empty(),
                    Speculation.none(settings.drafterName())));
    LiveSequence sequence =
        new LiveSequence(
            admitted,
            begun,
            SequenceRounds.resume(
                admitted.sequence(),
                epoch,
                admitted.sampling(),
                settings.prefillChunk(),
                admitted.prompt(),
                begun.generated()),
            new TextAssembler(tokenizer::decode, admitted.stop()),
            settings.endTokens());
    if (known.isPresent()) {
      sequence.replayed();
      counts.replay();
    }
    progress.update(sequence.progress());
    live.put(admitted.sequence(), sequence);
    issue(sequence, Proposal.nothing());
    // the drafter takes the prompt in while the slices do
    propose(sequence, 0);
  }

  private void resume(List<SequenceId> restored) throws Exception {
    record Known(Request request, Optional<Progress> progress) {}

    List<Known> known = new ArrayList<>();
    for (SequenceId sequence : restored) {
      setCurrentKey(sequence);
      known.add(new Known((Request) request.value(), Optional.ofNullable(progress.value())));
    }
    known.sort(
        Comparator.comparing((Known one) -> one.progress().isEmpty())
            .thenComparing(one -> one.request().origin().timestamp())
            .thenComparing(one -> one.request().sequence()));
    LOG.info("resuming {} sequences under epoch {}", known.size(), epoch);
    for (Known one : known) {
      if (live.size() < settings.maxActive()) {
        setCurrentKey(one.request().sequence());
        admit(one.request(), one.progress());
      } else {
        waiting.add(one.request().sequence());
      }
    }
    send();
  }

  private void onFeedback(Batch batch) throws Exception {
    for (LoopMessage message : batch.messages()) {
      LiveSequence sequence = live.get(message.sequence());
      if (sequence == null) {
        counts.stale();
        continue;
      }
      setCurrentKey(message.sequence());
      if (message instanceof Verdict verdict) {
        onOutcome(sequence, sequence.rounds().accept(verdict), verdict.times());
      } else if (message instanceof Rebase rebase) {
        onOutcome(sequence, sequence.rounds().accept(rebase), SliceTimes.ZERO);
      } else {
        throw new IllegalStateException("the tail brought " + message);
      }
    }
    send();
  }

  private void onOutcome(LiveSequence sequence, Outcome outcome, SliceTimes times)
      throws Exception {
    if (outcome instanceof Outcome.Stale) {
      counts.stale();
    } else if (outcome instanceof Outcome.Replay replay) {
      LOG.info("{} is replayed from {}", sequence.request().sequence(), replay.haveLength());
      counts.replay();
      sequence.replayed();
      progress.update(sequence.progress());
      outbox.add(sequence.rounds().cancel());
      issue(sequence, Proposal.nothing());
    } else if (outcome instanceof Outcome.Committed news) {
      onCommitted(sequence, news, times);
    }
  }

  private void onCommitted(LiveSequence sequence, Outcome.Committed news, SliceTimes times)
      throws Exception {
    if (news.diverged()) {
      counts.divergence();
      LOG.warn(
          "{}: on replay the target picked another token than the one committed before; the"
              + " committed one stays",
          sequence.request().sequence());
    }
    if (news.cancelled()) {
      outbox.add(sequence.rounds().cancel());
    }
    Speculation before = sequence.progress().speculation();
    Delta delta = sequence.advance(news, times, System.nanoTime());
    counts.round(before, sequence.progress().speculation());
    progress.update(sequence.progress());
    if (sequence.request().stream() && !(delta.tokens().isEmpty() && delta.text().isEmpty())) {
      output.collect(DraftOutputs.DELTAS, new StreamRecord<>(delta));
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
      worker.submit(
          new DraftWork.Propose(
              new DraftTask(
                  sequence.request().sequence(),
                  sequence.rounds().committed(),
                  sequence.request().sampling(),
                  length)));
    }
  }

  private void onProposals(List<Proposed> proposed) {
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
      output.collect(new StreamRecord<>(new Batch(outbox)));
      outbox.clear();
    }
  }

  /** Lets the answer out and gives the place to the next in line; the key is set. */
  private void finish(LiveSequence sequence) throws Exception {
    Completion completion = sequence.completion();
    SequenceId ended = sequence.request().sequence();
    output.collect(DraftOutputs.ANSWERS, new StreamRecord<>(completion));
    counts.completed();
    request.clear();
    progress.clear();
    live.remove(ended);
    outbox.add(new Release(ended, epoch));
    if (settings.draftLength() > 0) {
      worker.submit(new DraftWork.Forget(ended));
    }
    if (!waiting.isEmpty()) {
      setCurrentKey(waiting.remove());
      admit((Request) request.value(), Optional.ofNullable(progress.value()));
    }
  }

  @Override
  public void endInput() throws Exception {
    while (!live.isEmpty() || !waiting.isEmpty()) {
      mailbox.yield();
    }
  }

  @Override
  public void close() throws Exception {
    if (head != null) {
      LoopHeads.unregister(loop, head);
    }
    if (worker != null) {
      worker.stop();
    }
    if (drafter != null) {
      drafter.close();
    }
    if (tokenizer != null) {
      tokenizer.close();
    }
    super.close();
  }
}
