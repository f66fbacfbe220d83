package io.dsd.loop;

import io.dsd.message.Ints;
import io.dsd.message.round.Batch;
import io.dsd.message.round.LoopMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The end of a loop with taps. The first input is the last slice's, the second one that of slices
 * before it. A verdict goes to the draft after the rows that it leaves of its block's taps, or
 * without them if they are long in coming. Emits nothing.
 */
public final class TapTailOperator extends AbstractStreamOperator<Batch>
    implements TwoInputStreamOperator<Batch, Batch, Batch> {

  private static final long serialVersionUID = 1L;

  /** Longer than taps are late on a busy machine, and short where they do not come in time. */
  private static final long PATIENCE_MILLIS = 200;

  private final Ints layers;
  private final int speakers;
  private transient Feedback feedback;
  private transient TapOrder order;
  private transient Optional<ScheduledFuture<?>> alarm;

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
    order = new TapOrder(new TapJoin(layers, speakers), PATIENCE_MILLIS);
    alarm = Optional.empty();
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

  @Override
  public void finish() throws Exception {
    post(order.expire(Long.MAX_VALUE));
    super.finish();
  }

  private void process(Batch batch) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    post(batch.messages().stream().flatMap(each -> order.take(each, now).stream()).toList());
  }

  private void post(List<LoopMessage> on) {
    if (!on.isEmpty()) {
      feedback.post(new Batch(on));
    }
    // what waits the longest is due first, so an alarm that is set is never too late
    if (alarm.isEmpty()) {
      order
          .deadline()
          .ifPresent(
              due ->
                  alarm = Optional.of(getProcessingTimeService().registerTimer(due, this::wake)));
    }
  }

  private void wake(long millis) {
    alarm = Optional.empty();
    post(order.expire(millis));
  }
}
