package io.dsd.job.topology;

import io.dsd.job.options.Options;
import io.dsd.kafka.answer.AnswerSinks;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.prompt.PromptSource;
import io.dsd.loop.TailOperator;
import io.dsd.message.request.Arrival;
import io.dsd.message.round.Batch;
import io.dsd.operator.draft.DraftOperatorFactory;
import io.dsd.operator.draft.DraftOutputs;
import io.dsd.operator.slice.SliceOperatorFactory;
import io.dsd.operator.slice.SliceSettings;
import io.dsd.operator.type.MessageTypes;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job graph.
 *
 * <pre>
 *  prompts ─▶ draft ─▶ slice 0 ─▶ slice 1 ─▶ ... ─▶ slice N-1 ─▶ tail
 *               ▲ │                                               │
 *               │ └─▶ completions, deltas, dead letters           │
 *               └──────────────── in the JVM ─────────────────────┘
 * </pre>
 *
 * <p>Slice 0 shares a slot with everything but the other slices, so a round crosses as many links
 * as there are slices. Edges of the loop are forward: replica p of each stage serves the same
 * sequences.
 */
public final class Topology {

  private static final String LOOP = "loop";

  private Topology() {}

  /**
   * Refuses what {@link #draw} would, before anything is started for it.
   *
   * @throws io.dsd.model.ModelException if a model cannot be used
   * @throws io.dsd.job.options.OptionsException if options and models do not go together
   */
  public static void check(Options options) {
    new ModelPlan(options).draft();
  }

  /**
   * Adds the job to an environment.
   *
   * @throws io.dsd.model.ModelException if a model cannot be used
   * @throws io.dsd.job.options.OptionsException if options and models do not go together
   */
  public static void draw(StreamExecutionEnvironment environment, Options options) {
    draw(environment, options, Surroundings.none());
  }

  /** Adds the job to an environment, with something put around its parts, such as faults. */
  public static void draw(
      StreamExecutionEnvironment environment, Options options, Surroundings around) {
    ModelPlan models = new ModelPlan(options);
    KafkaOptions kafka = options.kafka().forClients();
    configure(environment, options);
    Placement placement = new Placement(options.placement());

    DataStream<Arrival> prompts =
        environment
            .fromSource(
                PromptSource.of(
                    kafka,
                    new TargetPromptReader(
                        models.target().path().toString(),
                        options.request().forReaders(),
                        kafka.recordLimit()),
                    MessageTypes.arrival(),
                    models.admission().gate()),
                WatermarkStrategy.noWatermarks(),
                "prompts")
            .uid("prompts")
            .slotSharingGroup(placement.slot(0));

    SingleOutputStreamOperator<Batch> draft =
        prompts
            .keyBy(Arrival::sequence, MessageTypes.sequenceId())
            .transform(
                "draft",
                MessageTypes.batch(),
                new DraftOperatorFactory(around.draft().apply(models.draft())))
            .uid("draft")
            .slotSharingGroup(placement.slot(0));
    draft.getTransformation().setCoLocationGroupKey(LOOP);

    SingleOutputStreamOperator<Batch> tail =
        slices(draft, models.slices(), around, placement)
            .transform("tail", MessageTypes.batch(), new TailOperator())
            .uid("tail")
            .slotSharingGroup(placement.slot(0));
    tail.getTransformation().setCoLocationGroupKey(LOOP);

    AnswerSinks sinks = new AnswerSinks(kafka, models.modelName());
    draft
        .getSideOutput(DraftOutputs.ANSWERS)
        .sinkTo(around.completions().apply(sinks.completions()))
        .name("completions")
        .uid("completions");
    draft
        .getSideOutput(DraftOutputs.DEAD_LETTERS)
        .sinkTo(sinks.deadLetters())
        .name("dead-letters")
        .uid("dead-letters");
    sinks
        .deltas()
        .ifPresent(
            sink ->
                draft.getSideOutput(DraftOutputs.DELTAS).sinkTo(sink).name("deltas").uid("deltas"));
  }

  private static DataStream<Batch> slices(
      DataStream<Batch> draft,
      List<SliceSettings> settings,
      Surroundings around,
      Placement placement) {
    DataStream<Batch> stream = draft;
    for (int slice = 0; slice < settings.size(); slice++) {
      stream =
          stream
              .forward()
              .transform(
                  "slice-" + slice,
                  MessageTypes.batch(),
                  new SliceOperatorFactory(around.slices().around(slice, settings.get(slice))))
              .uid("slice-" + slice)
              .slotSharingGroup(placement.slot(slice));
    }
    return stream.forward();
  }

  private static void configure(StreamExecutionEnvironment environment, Options options) {
    Configuration configuration = new Configuration();
    // a round is a chain of single small records: none may wait for a buffer to fill
    configuration.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ZERO);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, options.checkpoint().interval());
    configuration.set(
        CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS, options.checkpoint().minimumPause());
    // a restart would not make the next one succeed, and costs every sequence a replay
    configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    options
        .checkpoint()
        .directoryIfSet()
        .ifPresent(
            directory -> {
              configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
              configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory);
            });
    // Flink's exponential delay does not take 0 attempts
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY,
        options.restart().attempts() == 0 ? "none" : "exponential-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        options.restart().delay());
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        options.restart().maxDelay());
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        options.restart().quiet());
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS,
        options.restart().attempts());
    environment.configure(configuration);
    environment.setParallelism(options.parallelism());
    environment.setMaxParallelism(options.maxParallelism());
  }
}
