package io.dsd.job.topology;

import io.dsd.job.options.Options;
import io.dsd.kafka.answer.AnswerSinks;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.prompt.PromptSource;
import io.dsd.loop.TailOperator;
import io.dsd.loop.TapTailOperator;
import io.dsd.message.Ints;
import io.dsd.message.request.Arrival;
import io.dsd.message.round.Batch;
import io.dsd.model.slice.KernelFactory;
import io.dsd.operator.draft.DraftOperatorFactory;
import io.dsd.operator.draft.DraftOutputs;
import io.dsd.operator.slice.SliceOperatorFactory;
import io.dsd.operator.slice.SliceOutputs;
import io.dsd.operator.slice.SliceSettings;
import io.dsd.operator.type.MessageTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
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
 * <p>With a draft that looks at the target's hidden states, slices that hold a layer it looks at
 * send them straight to the tail, too.
 *
 * <p>Slice 0 shares a slot with everything but the other slices, so a round crosses as many links
 * as there are slices; with {@code placement.draft: apart} all but the slices have a slot of their
 * own, and it crosses one more. Edges of the loop are forward: replica p of each stage serves the
 * same sequences.
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

  /** What each slice of a job computes with. */
  public static List<KernelFactory> kernels(Options options) {
    return new ModelPlan(options).slices().stream().map(SliceSettings::kernels).toList();
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
            .slotSharingGroup(placement.draft());

    SingleOutputStreamOperator<Batch> draft =
        prompts
            .keyBy(Arrival::sequence, MessageTypes.sequenceId())
            .transform(
                "draft",
                MessageTypes.batch(),
                new DraftOperatorFactory(around.draft().apply(models.draft())))
            .uid("draft")
            .slotSharingGroup(placement.draft());
    draft.getTransformation().setCoLocationGroupKey(LOOP);

    List<SliceSettings> settings = models.slices();
    SingleOutputStreamOperator<Batch> tail =
        tail(slices(draft, settings, around, placement), settings, models.taps())
            .uid("tail")
            .slotSharingGroup(placement.draft());
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

  private static List<SingleOutputStreamOperator<Batch>> slices(
      DataStream<Batch> draft,
      List<SliceSettings> settings,
      Surroundings around,
      Placement placement) {
    List<SingleOutputStreamOperator<Batch>> slices = new ArrayList<>();
    DataStream<Batch> stream = draft;
    for (int slice = 0; slice < settings.size(); slice++) {
      SingleOutputStreamOperator<Batch> next =
          stream
              .forward()
              .transform(
                  "slice-" + slice,
                  MessageTypes.batch(),
                  new SliceOperatorFactory(around.slices().around(slice, settings.get(slice))))
              .uid("slice-" + slice)
              .slotSharingGroup(placement.slot(slice));
      slices.add(next);
      stream = next;
    }
    return slices;
  }

  private static SingleOutputStreamOperator<Batch> tail(
      List<SingleOutputStreamOperator<Batch>> slices, List<SliceSettings> settings, Ints taps) {
    int last = slices.size() - 1;
    DataStream<Batch> verdicts = slices.get(last).forward();
    if (taps.isEmpty()) {
      return verdicts.transform("tail", MessageTypes.batch(), new TailOperator());
    }
    List<DataStream<Batch>> asides = new ArrayList<>();
    for (int slice = 0; slice < last; slice++) {
      if (settings.get(slice).speaksToTail()) {
        asides.add(slices.get(slice).getSideOutput(SliceOutputs.TAPS).forward());
      }
    }
    if (asides.isEmpty()) {
      // the last slice has all taps, which go with its verdicts; nothing comes this way
      asides.add(slices.get(last).getSideOutput(SliceOutputs.TAPS).forward());
    }
    int speakers = (int) settings.stream().filter(SliceSettings::speaksToTail).count();
    return verdicts
        .connect(asides.stream().reduce((one, other) -> one.union(other)).orElseThrow())
        .transform("tail", MessageTypes.batch(), new TapTailOperator(taps, speakers));
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
              // a job that was cancelled or has failed for good can be started again where it was
              configuration.set(
                  CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                  ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
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
