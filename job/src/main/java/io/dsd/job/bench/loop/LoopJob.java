package io.dsd.job.bench.loop;

import io.dsd.loop.TailOperator;
import io.dsd.message.round.Batch;
import io.dsd.operator.slice.SliceOperatorFactory;
import io.dsd.operator.slice.SliceSettings;
import io.dsd.operator.type.MessageTypes;
import java.time.Duration;
import org.apache.flink.api.common.operators.SlotSharingGroup;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job's loop without its ends: the product's slices, tail, serialisers and placement, with
 * kernels that compute nothing and a head that sends again whatever comes back.
 */
final class LoopJob {

  private static final long CACHE_BYTES = 1 << 20;
  private static final String LOOP = "loop";

  private LoopJob() {}

  /** Adds it to an environment; the result has what {@link LoopRunner} says of each shape. */
  static DataStream<long[]> draw(StreamExecutionEnvironment environment, LoopPlan plan) {
    configure(environment);
    SingleOutputStreamOperator<Batch> head =
        environment
            .fromSequence(0, 0)
            .slotSharingGroup(slot(0))
            .transform("head", MessageTypes.batch(), new LoopHeadFactory(plan))
            .slotSharingGroup(slot(0));
    head.getTransformation().setCoLocationGroupKey(LOOP);
    DataStream<Batch> stream = head;
    for (int slice = 0; slice < plan.slices(); slice++) {
      SliceSettings settings =
          new SliceSettings(
              new EchoKernels(slice, plan.slices()),
              CACHE_BYTES,
              Integer.MAX_VALUE,
              Integer.MAX_VALUE,
              plan.recordBytes(),
              false);
      stream =
          stream
              .forward()
              .transform("slice-" + slice, MessageTypes.batch(), new SliceOperatorFactory(settings))
              .slotSharingGroup(slot(slice));
    }
    SingleOutputStreamOperator<Batch> tail =
        stream
            .forward()
            .transform("tail", MessageTypes.batch(), new TailOperator())
            .slotSharingGroup(slot(0));
    tail.getTransformation().setCoLocationGroupKey(LOOP);
    return head.getSideOutput(LoopHeadOperator.TRIPS);
  }

  /** Pinned as slices are; see {@code io.dsd.job.topology}. */
  private static SlotSharingGroup slot(int slice) {
    return SlotSharingGroup.newBuilder("slice-" + slice)
        .setCpuCores(1)
        .setTaskHeapMemoryMB(64)
        .setExternalResource("slice" + slice, 1.0)
        .build();
  }

  private static void configure(StreamExecutionEnvironment environment) {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    environment.configure(configuration);
    environment.setParallelism(1);
  }
}
