package io.dsd.operator.draft;

import io.dsd.loop.Gate;
import io.dsd.loop.Gates;
import io.dsd.loop.LoopHead;
import io.dsd.loop.LoopHeads;
import io.dsd.loop.LoopKey;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Answer;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Delta;
import io.dsd.message.round.Batch;
import io.dsd.message.round.LoopMessage;
import io.dsd.metrics.DraftMetrics;
import io.dsd.model.tokenizer.Tokenizer;
import io.dsd.operator.device.GivenGpus;
import io.dsd.operator.work.MailboxWorker;
import io.dsd.speculate.Drafter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.MailboxExecutor;
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
 * request and progress; all else is made anew after a restart. What leaves the job leaves here, by
 * side outputs. {@link DraftDesk} says what happens; this class is where it happens.
 */
final class DraftOperator extends AbstractStreamOperator<Batch>
    implements OneInputStreamOperator<Arrival, Batch>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final DraftSettings settings;
  private final transient MailboxExecutor mailbox;
  private transient SequenceStore store;
  private transient GivenGpus gpus;
  private transient Tokenizer tokenizer;
  private transient Map<String, Drafter> drafters;
  private transient MailboxWorker<DraftWork, List<Proposed>> worker;
  private transient DraftDesk desk;
  private transient LoopKey loop;
  private transient LoopHead head;
  private transient Gate gate;
  private transient Instant alarm;
  private transient ScheduledFuture<?> alarmClock;

  DraftOperator(StreamOperatorParameters<Batch> parameters, DraftSettings settings) {
    super(parameters);
    this.settings = settings;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    store = new KeyedSequenceStore(context.getKeyedStateStore(), this::setCurrentKey);
  }

  @Override
  public void open() throws Exception {
    super.open();
    // grows with every incarnation, also after a restart on another machine
    int attempt = getRuntimeContext().getTaskInfo().getAttemptNumber();
    long epoch = System.currentTimeMillis() * 1000 + attempt % 1000;
    tokenizer = settings.tokenizer().open();
    gpus = new GivenGpus(getRuntimeContext());
    drafters = settings.drafters().open(gpus);
    DraftMetrics metrics = new DraftMetrics(getMetricGroup());
    DrafterWork work = new DrafterWork(drafters);
    desk =
        new DraftDesk(
            settings,
            epoch,
            InstantSource.system(),
            tokenizer::decode,
            store,
            new Exits(),
            metrics);
    worker =
        new MailboxWorker<>(
            getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks() + " drafter",
            mailbox,
            (waiting, results) -> metrics.drafting(() -> work.compute(waiting, results)),
            proposed -> at(() -> desk.propose(proposed)));
    gate = Gates.acquire(settings.admission().gate());
    loop =
        new LoopKey(
            getRuntimeContext().getJobInfo().getJobId().toString(),
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    head = this::post;
    LoopHeads.register(loop, head);
    resume();
  }

  private void resume() throws Exception {
    List<SequenceId> stored = new ArrayList<>();
    getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            KeyedSequenceStore.REQUEST,
            (key, state) -> stored.add((SequenceId) key));
    if (!stored.isEmpty()) {
      // not here: blocks can be sent only once the task runs
      mailbox.execute(() -> at(() -> desk.resume(stored)), "resume %d sequences", stored.size());
    }
  }

  private void post(Batch batch) {
    try {
      mailbox.execute(() -> at(() -> desk.feedback(batch)), "verdicts");
    } catch (RejectedExecutionException ended) {
      LOG.debug("the draft has ended, verdicts are dropped", ended);
    }
  }

  @Override
  public void processElement(StreamRecord<Arrival> element) throws Exception {
    at(() -> desk.arrive(element.getValue()));
    while (desk.isOverrun()) {
      // holds the input back, barriers too; verdicts and proposals go on
      mailbox.yield();
    }
  }

  /** Does something at the desk, and what must follow from whatever is done there. */
  private void at(Runnable deed) {
    deed.run();
    if (desk.isCrowded()) {
      gate.close(this);
    } else {
      gate.open(this);
    }
    desk.nextDeadline().ifPresent(this::setAlarm);
  }

  private void setAlarm(Instant deadline) {
    if (alarm != null && !deadline.isBefore(alarm)) {
      return;
    }
    if (alarmClock != null) {
      alarmClock.cancel(false);
    }
    alarm = deadline;
    alarmClock =
        getProcessingTimeService()
            .registerTimer(
                deadline.toEpochMilli(),
                time -> {
                  alarm = null;
                  at(desk::expire);
                });
  }

  @Override
  public void endInput() throws Exception {
    while (!desk.isIdle()) {
      mailbox.yield();
    }
  }

  @Override
  public void close() throws Exception {
    if (head != null) {
      LoopHeads.unregister(loop, head);
    }
    if (gate != null) {
      gate.open(this);
      Gates.release(settings.admission().gate());
    }
    if (worker != null) {
      worker.stop();
    }
    if (drafters != null) {
      drafters.values().forEach(Drafter::close);
    }
    if (gpus != null) {
      gpus.close();
    }
    if (tokenizer != null) {
      tokenizer.close();
    }
    super.close();
  }

  private final class Exits implements DraftExits {

    @Override
    public void answer(Answer answer) {
      output.collect(DraftOutputs.ANSWERS, new StreamRecord<>(answer));
    }

    @Override
    public void delta(Delta delta) {
      output.collect(DraftOutputs.DELTAS, new StreamRecord<>(delta));
    }

    @Override
    public void deadLetter(DeadLetter letter) {
      output.collect(DraftOutputs.DEAD_LETTERS, new StreamRecord<>(letter));
    }

    @Override
    public void toSlices(List<LoopMessage> messages) {
      output.collect(new StreamRecord<>(new Batch(messages)));
    }

    @Override
    public void toDrafter(DraftWork work) {
      worker.submit(work);
    }
  }
}
