package io.dsd.operator.slice;

import io.dsd.message.round.Batch;
import io.dsd.message.round.LoopMessage;
import io.dsd.message.round.Release;
import io.dsd.message.round.Retain;
import io.dsd.message.round.Taps;
import io.dsd.metrics.SliceMetrics;
import io.dsd.model.slice.Arrived;
import io.dsd.model.slice.SliceEngine;
import io.dsd.model.slice.SliceKernel;
import io.dsd.operator.device.GivenGpus;
import io.dsd.operator.work.MailboxWorker;
import java.util.List;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * One slice of the target model. Stateless for Flink: its KV rows are rebuilt by replay after a
 * restart.
 */
final class SliceOperator extends AbstractStreamOperator<Batch>
    implements OneInputStreamOperator<Batch, Batch> {

  private static final long serialVersionUID = 1L;

  private final transient StreamOperatorParameters<Batch> parameters;
  private final SliceSettings settings;
  private transient GivenGpus gpus;
  private transient SliceEngine engine;
  private transient MailboxWorker<Arrived, List<LoopMessage>> worker;

  SliceOperator(StreamOperatorParameters<Batch> parameters, SliceSettings settings) {
    super(parameters);
    this.parameters = parameters;
    this.settings = settings;
  }

  @Override
  public void open() throws Exception {
    super.open();
    NetworkBuffers.of(getContainingTask().getEnvironment()).warnUnlessFit(settings.recordBytes());
    gpus = new GivenGpus(getRuntimeContext());
    engine = openEngine();
    SliceMetrics metrics = new SliceMetrics(getMetricGroup(), engine);
    worker =
        new MailboxWorker<>(
            getRuntimeContext().getTaskInfo().getTaskNameWithSubtasks() + " compute",
            parameters.getMailboxExecutor(),
            (waiting, results) -> metrics.timed(() -> engine.process(waiting, results)),
            this::emit);
    metrics.watch(worker::waiting);
  }

  private SliceEngine openEngine() {
    SliceKernel kernel = settings.kernels().open(gpus);
    try {
      return new SliceEngine(
          kernel,
          settings.cacheBytes(),
          settings.shareMinimum(),
          settings.batchTokens(),
          System::nanoTime,
          settings.speaksToTail());
    } catch (RuntimeException e) {
      kernel.close();
      throw e;
    }
  }

  @Override
  public void processElement(StreamRecord<Batch> element) {
    long now = System.nanoTime();
    element.getValue().messages().forEach(message -> worker.submit(new Arrived(message, now)));
  }

  private void emit(List<LoopMessage> messages) {
    if (!settings.speaksToTail() || engine.isLast()) {
      output.collect(new StreamRecord<>(new Batch(messages)));
      return;
    }
    // the trip goes on first
    List<LoopMessage> on = messages.stream().filter(each -> !(each instanceof Taps)).toList();
    if (!on.isEmpty()) {
      output.collect(new StreamRecord<>(new Batch(on)));
    }
    List<LoopMessage> aside =
        messages.stream()
            .filter(
                each -> each instanceof Taps || each instanceof Release || each instanceof Retain)
            .toList();
    if (!aside.isEmpty()) {
      output.collect(SliceOutputs.TAPS, new StreamRecord<>(new Batch(aside)));
    }
  }

  @Override
  public void close() throws Exception {
    if (worker != null) {
      worker.stop();
    }
    if (engine != null) {
      engine.close();
    }
    if (gpus != null) {
      gpus.close();
    }
    super.close();
  }
}
