package io.dsd.loop;

import io.dsd.message.round.Batch;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The end of the loop: posts what the last slice says into the mailbox of the draft, which a
 * co-location group puts into the same JVM. Emits nothing.
 */
public final class TailOperator extends AbstractStreamOperator<Batch>
    implements OneInputStreamOperator<Batch, Batch> {

  private static final long serialVersionUID = 1L;

  private transient Feedback feedback;

  @Override
  public void open() throws Exception {
    super.open();
    feedback = new Feedback(LoopKey.of(getRuntimeContext()));
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    // the draft is here as long as the tail has not answered: it ends after a savepoint, not before
    feedback.meet();
  }

  @Override
  public void processElement(StreamRecord<Batch> element) {
    feedback.post(element.getValue());
  }
}
