package io.dsd.loop;

import io.dsd.message.round.Batch;
import java.util.Optional;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The end of the loop: posts what the last slice says into the mailbox of the draft, which a
 * co-location group puts into the same JVM. Emits nothing.
 *
 * <p>When the job is stopped with a savepoint the draft ends first, with verdicts still on their
 * way; those are dropped, for the savepoint has what they would be replayed from.
 */
public final class TailOperator extends AbstractStreamOperator<Batch>
    implements OneInputStreamOperator<Batch, Batch> {

  private static final long serialVersionUID = 1L;

  /** Whether a draft has been here: one that has ended is another matter than one elsewhere. */
  private transient boolean met;

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    // the draft is here as long as the tail has not answered: it ends after a savepoint, not before
    met |= LoopHeads.find(key()).isPresent();
  }

  @Override
  public void processElement(StreamRecord<Batch> element) {
    LoopKey key = key();
    // looked up each time: after a failure another head may have taken the place
    Optional<LoopHead> head = LoopHeads.find(key);
    if (head.isEmpty() && met) {
      LOG.debug("the draft has ended, verdicts are dropped");
      return;
    }
    met = true;
    head.orElseThrow(
            () ->
                new IllegalStateException(
                    "the tail's subtask "
                        + key.subtask()
                        + " finds no draft in its JVM: draft and tail must stay in the co-location"
                        + " group that the topology gives them"))
        .post(element.getValue());
  }

  private LoopKey key() {
    return new LoopKey(
        getRuntimeContext().getJobInfo().getJobId().toString(),
        getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
  }
}
