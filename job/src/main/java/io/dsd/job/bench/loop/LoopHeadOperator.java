package io.dsd.job.bench.loop;

import io.dsd.loop.LoopHead;
import io.dsd.loop.LoopHeads;
import io.dsd.loop.LoopKey;
import io.dsd.message.round.Batch;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Takes the draft's place in the loop: begins when its input says so, and ends when all is
 * measured.
 */
final class LoopHeadOperator extends AbstractStreamOperator<Batch>
    implements OneInputStreamOperator<Long, Batch>, BoundedOneInput {

  static final OutputTag<long[]> TRIPS =
      new OutputTag<>("trips", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);

  private static final long serialVersionUID = 1L;

  private final LoopPlan plan;
  private final transient MailboxExecutor mailbox;
  private transient LoopRunner runner;
  private transient LoopKey key;
  private transient LoopHead head;

  LoopHeadOperator(StreamOperatorParameters<Batch> parameters, LoopPlan plan) {
    super(parameters);
    this.plan = plan;
    this.mailbox = parameters.getMailboxExecutor();
  }

  @Override
  public void open() throws Exception {
    super.open();
    runner =
        new LoopRunner(
            plan,
            System::nanoTime,
            batch -> output.collect(new StreamRecord<>(batch)),
            trips -> output.collect(TRIPS, new StreamRecord<>(trips)));
    key =
        new LoopKey(
            getRuntimeContext().getJobInfo().getJobId().toString(),
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    head = this::post;
    LoopHeads.register(key, head);
  }

  private void post(Batch batch) {
    try {
      mailbox.execute(() -> runner.back(batch), "back");
    } catch (RejectedExecutionException ended) {
      LOG.debug("the loop has ended", ended);
    }
  }

  @Override
  public void processElement(StreamRecord<Long> element) {
    runner.next();
  }

  @Override
  public void endInput() throws Exception {
    while (!runner.isDone()) {
      mailbox.yield();
    }
  }

  @Override
  public void close() throws Exception {
    if (head != null) {
      LoopHeads.unregister(key, head);
    }
    super.close();
  }
}
