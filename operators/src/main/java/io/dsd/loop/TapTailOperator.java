package io.dsd.loop;

import io.dsd.message.Ints;
import io.dsd.message.round.Batch;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Taps;
import io.dsd.message.round.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The end of a loop with taps. The first input is the last slice's, the second one that of slices
 * before it. A verdict goes to the draft at once; the rows that it leaves of its block's taps go
 * before it if they are there, else after it. Emits nothing.
 */
public final class TapTailOperator extends AbstractStreamOperator<Batch>
    implements TwoInputStreamOperator<Batch, Batch, Batch> {

  private static final long serialVersionUID = 1L;

  private final Ints layers;
  private final int speakers;
  private transient Feedback feedback;
  private transient TapJoin join;

  /**
   * A tail.
   *
   * @param layers the tapped layers, in the order of their rows
   * @param speakers how many slices say that a sequence has ended: those with taps, and the last
   */
  public TapTailOperator(Ints layers, int speakers) {
    this.layers = layers;
    this.speakers = speakers;
  }

  @Override
  public void open() throws Exception {
    super.open();
    feedback = new Feedback(LoopKey.of(getRuntimeContext()));
    join = new TapJoin(layers, speakers);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) {
    feedback.meet();
  }

  @Override
  public void processElement1(StreamRecord<Batch> element) {
    process(element.getValue());
  }

  @Override
  public void processElement2(StreamRecord<Batch> element) {
    process(element.getValue());
  }

  private void process(Batch batch) {
    List<LoopMessage> on = new ArrayList<>();
    for (LoopMessage message : batch.messages()) {
      if (message instanceof Taps taps) {
        join.take(taps).ifPresent(on::add);
      } else if (TapJoin.isEnd(message)) {
        join.end(message);
      } else {
        if (message instanceof Verdict verdict) {
          join.take(verdict).ifPresent(on::add);
        }
        on.add(message);
      }
    }
    if (!on.isEmpty()) {
      feedback.post(new Batch(on));
    }
  }
}
