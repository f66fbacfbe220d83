package io.dsd.job.options;

import static java.util.Objects.requireNonNull;

import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.option.RecordLimit;
import io.dsd.kafka.option.TopicNames;
import io.dsd.kafka.prompt.RequestDefaults;
import io.dsd.message.round.ComputeType;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.base.DeliveryGuarantee;

/**
 * Everything that can be set about the job. A component's key in the file is its name in
 * kebab-case, below the name of the record it is in: {@code kafka.bootstrap-servers}. Texts that
 * may be left out are empty then.
 */
public record Options(
    @Setting(
            meaning =
                "The target model: a Hugging Face directory or a GGUF file, by a path that holds on"
                    + " every task manager, or a name of `dsd model list`, which stands for that"
                    + " model's file in the cache of the submitting machine.")
        String model,
    @Setting(
            fallback = "3",
            min = "1",
            max = "1024",
            meaning =
                "How many slices the target model's layers are cut into. Each one takes a slot of"
                    + " its own. Not more than the model has layers.")
        int slices,
    @Setting(
            fallback = "1",
            min = "1",
            max = "32768",
            meaning =
                "How many replicas every slice and the draft have. Replica p of each serves the"
                    + " same sequences. At most `max-parallelism`.")
        int parallelism,
    @Setting(
            fallback = "128",
            min = "1",
            max = "32768",
            meaning =
                "The largest parallelism this job can ever be rescaled to. It cannot be changed"
                    + " once a savepoint is to be restored.")
        int maxParallelism,
    @Setting(
            fallback = "bf16",
            meaning =
                "The number type that slices compute in and hidden states travel in: `bf16` is"
                    + " faster and half the size, `fp32` gives the same tokens whatever the block"
                    + " size.")
        ComputeType dtype,
    Draft draft,
    Loop loop,
    KeyValueCache kv,
    Kafka kafka,
    Request request,
    Checkpoint checkpoint,
    Restart restart)
    implements Serializable {

  /** Checks what several settings must have in common. */
  public Options {
    requireNonNull(dtype, "dtype");
    try {
      kafka.forClients();
    } catch (IllegalArgumentException refused) {
      throw new OptionsException("kafka: " + refused.getMessage(), refused);
    }
    OptionsException.check(
        parallelism <= maxParallelism,
        () ->
            "parallelism: %d is more than max-parallelism, %d; lower the one or raise the other"
                .formatted(parallelism, maxParallelism));
    OptionsException.check(
        kafka.delivery() == Delivery.AT_LEAST_ONCE
            || kafka.transactionTimeout().compareTo(checkpoint.interval()) > 0,
        () ->
            ("kafka.transaction-timeout: %s is not longer than checkpoint.interval, %s; every transaction"
                    + " would expire before its checkpoint: raise the one or lower the other")
                .formatted(
                    ValueType.print(kafka.transactionTimeout()),
                    ValueType.print(checkpoint.interval())));
  }

  /** The same options for another model. */
  public Options withModel(String other) {
    return new Options(
        other,
        slices,
        parallelism,
        maxParallelism,
        dtype,
        draft,
        loop,
        kv,
        kafka,
        request,
        checkpoint,
        restart);
  }

  /** The same options for another draft. */
  public Options withDraft(Draft other) {
    return new Options(
        model,
        slices,
        parallelism,
        maxParallelism,
        dtype,
        other,
        loop,
        kv,
        kafka,
        request,
        checkpoint,
        restart);
  }

  /** The same options for another Kafka. */
  public Options withKafka(Kafka other) {
    return new Options(
        model,
        slices,
        parallelism,
        maxParallelism,
        dtype,
        draft,
        loop,
        kv,
        other,
        request,
        checkpoint,
        restart);
  }

  /** Who guesses tokens. */
  public enum DraftKind {
    /** Nobody: one token a round. */
    NONE,
    /** A lookup of the last tokens in the prompt and the answer so far. */
    NGRAM,
    /** A small model with the target's tokenizer. */
    MODEL
  }

  /** How often a completion can come. */
  public enum Delivery {
    /** Once for a consumer that reads committed records. */
    EXACTLY_ONCE(DeliveryGuarantee.EXACTLY_ONCE),
    /** Once, and again after a failure; without the wait for a checkpoint. */
    AT_LEAST_ONCE(DeliveryGuarantee.AT_LEAST_ONCE);

    private final DeliveryGuarantee guarantee;

    Delivery(DeliveryGuarantee guarantee) {
      this.guarantee = guarantee;
    }

    /** Flink's word for it. */
    public DeliveryGuarantee guarantee() {
      return guarantee;
    }
  }

  /** The draft. */
  public record Draft(
      @Setting(
              fallback = "ngram",
              meaning =
                  "Who guesses tokens: `none` (one token a round), `ngram` (a lookup of the last"
                      + " tokens in the prompt and the answer so far) or `model` (a small model"
                      + " that has the target's tokenizer).")
          DraftKind kind,
      @Setting(
              fallback = "",
              meaning =
                  "The draft model, given as `model` is. Needed with `draft.kind: model`, not"
                      + " allowed otherwise.")
          String model,
      @Setting(
              fallback = "7",
              min = "1",
              max = "64",
              meaning = "How many tokens a block holds at most beside the one already known.")
          int length)
      implements Serializable {

    /** Checks that a draft model is named exactly if one is used. */
    public Draft {
      OptionsException.check(
          kind != DraftKind.MODEL || !model.isBlank(),
          () ->
              "draft.model: missing, but draft.kind is model; name a directory, a GGUF file or a model"
                  + " of `dsd model list`");
      OptionsException.check(
          kind == DraftKind.MODEL || model.isBlank(),
          () ->
              "draft.model: '%s' is given, but draft.kind is %s; set draft.kind: model or remove it"
                  .formatted(model, ValueType.print(kind)));
    }
  }

  /** The loop. */
  public record Loop(
      @Setting(
              fallback = "16",
              min = "1",
              max = "65536",
              meaning =
                  "How many sequences one replica works on at the same time; more wait. Their KV"
                      + " caches should fit into `kv.memory`.")
          int maxActive,
      @Setting(
              fallback = "10000",
              min = "0",
              meaning =
                  "How many more sequences one replica keeps waiting in its state before it stops"
                      + " reading prompts; the rest of the backlog stays in Kafka.")
          int maxWaiting,
      @Setting(
              fallback = "128",
              min = "1",
              max = "8192",
              meaning =
                  "How many prompt tokens go through the slices as one message. Smaller chunks let"
                      + " the slices work on different chunks at once, larger ones compute better.")
          int prefillChunk)
      implements Serializable {}

  /** The KV caches. */
  public record KeyValueCache(
      @Setting(
              fallback = "1g",
              min = "1m",
              meaning =
                  "How much memory one replica of a slice uses for the KV caches of its sequences."
                      + " When it is full the least recently used is dropped, and replayed when its"
                      + " sequence goes on. `dsd model show` says what a token takes.")
          MemorySize memory)
      implements Serializable {}

  /** Kafka. */
  public record Kafka(
      @Setting(meaning = "Where the brokers are: `host:port`, several with commas between.")
          String bootstrapServers,
      @Setting(
              fallback = "{}",
              meaning =
                  "Properties for every Kafka client of the job as Kafka names them, such as"
                      + " `security.protocol`. What the settings below decide is not allowed here.")
          Map<String, String> properties,
      @Setting(fallback = "prompts", meaning = "The topic that prompts are read from.")
          String prompts,
      @Setting(fallback = "completions", meaning = "The topic that completions are written to.")
          String completions,
      Deltas deltas,
      @Setting(
              fallback = "dead-letters",
              meaning = "The topic that records which cannot be served go to, unchanged.")
          String deadLetters,
      @Setting(
              fallback = "dsd",
              meaning = "The consumer group that the prompts' offsets are committed for.")
          String group,
      @Setting(
              fallback = "exactly-once",
              meaning =
                  "`exactly-once` (completions are committed with the checkpoint; read them with"
                      + " `isolation.level=read_committed`) or `at-least-once` (at once, and perhaps"
                      + " again after a failure).")
          Delivery delivery,
      @Setting(
              fallback = "15min",
              min = "1s",
              meaning =
                  "How long the broker keeps a transaction open without a word from the job: the"
                      + " longest downtime after which no completion is lost. At most the broker's"
                      + " `transaction.max.timeout.ms`.")
          Duration transactionTimeout,
      @Setting(
              fallback = "dsd",
              meaning =
                  "What the transactional ids of this job begin with; jobs that share a broker need"
                      + " different ones.")
          String transactionalIdPrefix,
      @Setting(
              fallback = "480k",
              min = "1k",
              max = "32m",
              meaning =
                  "The largest prompt record, and the largest JSON of an answer. With the prompt's"
                      + " key and headers on it an answer may be twice as large and 64k more, which"
                      + " topics must allow (`max.message.bytes`).")
          MemorySize maxRecordSize)
      implements Serializable {

    /** Keeps a copy of the properties. */
    public Kafka {
      requireNonNull(delivery, "delivery");
      properties = Map.copyOf(properties);
    }

    /** The same at other brokers. */
    public Kafka withBootstrapServers(String others) {
      return new Kafka(
          others,
          properties,
          prompts,
          completions,
          deltas,
          deadLetters,
          group,
          delivery,
          transactionTimeout,
          transactionalIdPrefix,
          maxRecordSize);
    }

    /** The same for the module that reads and writes Kafka. */
    public KafkaOptions forClients() {
      return new KafkaOptions(
          bootstrapServers,
          properties,
          new TopicNames(prompts, completions, deltas.topicIfEnabled(), deadLetters),
          group,
          delivery.guarantee(),
          transactionTimeout,
          transactionalIdPrefix,
          new RecordLimit(Math.toIntExact(maxRecordSize.getBytes())));
    }
  }

  /** Deltas. */
  public record Deltas(
      @Setting(
              fallback = "true",
              meaning =
                  "Whether the pieces of answers to requests with `stream: true` are written.")
          boolean enabled,
      @Setting(fallback = "deltas", meaning = "The topic that they are written to.") String topic)
      implements Serializable {

    /** The topic, if deltas are written. */
    public Optional<String> topicIfEnabled() {
      return enabled ? Optional.of(topic) : Optional.empty();
    }
  }

  /** What a request gets that does not say. */
  public record Request(
      @Setting(
              fallback = "256",
              min = "1",
              meaning =
                  "`max_tokens` of a request without one, cut to what the context leaves. OpenAI's"
                      + " servers take 16 for a prompt and no limit for messages; this is enough for"
                      + " an answer and bounds what a forgotten field costs.")
          int maxTokens,
      @Setting(
              fallback = "1",
              min = "0",
              max = "2",
              meaning =
                  "`temperature` of a request without one. 1 as with OpenAI's servers, so that a"
                      + " request means the same here; 0 always takes the likeliest token and drafts"
                      + " are accepted more often.")
          double temperature,
      @Setting(
              fallback = "1",
              min = "0",
              aboveMin = true,
              max = "1",
              meaning =
                  "`top_p` of a request without one: tokens beyond this much of the probability are"
                      + " left out. 1 leaves none out.")
          double topP,
      @Setting(
              fallback = "0",
              min = "0",
              meaning =
                  "`top_k` of a request without one: only so many of the likeliest tokens are"
                      + " considered. 0 considers all.")
          int topK)
      implements Serializable {

    /** The same for the module that reads prompts. */
    public RequestDefaults forReaders() {
      return new RequestDefaults(maxTokens, temperature, topP, topK);
    }
  }

  /** Checkpoints. */
  public record Checkpoint(
      @Setting(
              fallback = "1s",
              min = "10ms",
              meaning =
                  "How often the state is saved and, with `exactly-once`, completions become"
                      + " visible. Checkpoints are small: tokens, no KV caches.")
          Duration interval,
      @Setting(
              fallback = "0ms",
              min = "0ms",
              meaning = "How long to wait at least between the end of one and the next.")
          Duration minimumPause,
      @Setting(
              fallback = "",
              meaning =
                  "The directory they are kept in, as a URI that all machines reach. Without one"
                      + " the cluster's own setting holds, by default the job manager's memory, which"
                      + " does not outlive it.")
          String directory)
      implements Serializable {

    /** The directory, if one is set. */
    public Optional<String> directoryIfSet() {
      return directory.isBlank() ? Optional.empty() : Optional.of(directory);
    }
  }

  /** Restarts after a failure. */
  public record Restart(
      @Setting(
              fallback = "100",
              min = "0",
              meaning =
                  "How many failures in a row are answered by a restart before the job fails for"
                      + " good; `restart.quiet` without one starts the count anew.")
          int attempts,
      @Setting(
              fallback = "50ms",
              min = "1ms",
              meaning =
                  "How long to wait before the first restart in a row; each further one waits twice"
                      + " as long as the one before.")
          Duration delay,
      @Setting(
              fallback = "10s",
              min = "1ms",
              meaning = "How long to wait at most before a restart.")
          Duration maxDelay,
      @Setting(
              fallback = "10min",
              min = "1ms",
              meaning = "How long the job must run without a failure to count as recovered.")
          Duration quiet)
      implements Serializable {

    /** Checks the order of the two delays. */
    public Restart {
      OptionsException.check(
          delay.compareTo(maxDelay) <= 0,
          () ->
              "restart.delay: %s is more than restart.max-delay, %s; lower the one or raise the other"
                  .formatted(ValueType.print(delay), ValueType.print(maxDelay)));
    }
  }
}
