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

  @Override
  public void processElement(StreamRecord<Batch> element) {
    LoopKey key =
        new LoopKey(
            getRuntimeContext().getJobInfo().getJobId().toString(),
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    // looked up each time: after a failure another head may have taken the place
    LoopHeads.find(key)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the tail's subtask "
                        + key.subtask()
                        + " finds no draft in its JVM: draft and tail must stay in the co-location"
                        + " group that the topology gives them"))
        .post(element.getValue());
  }
}
