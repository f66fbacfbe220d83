package io.dsd.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.kafka.admin.AdminException;
import io.dsd.kafka.admin.BrokerAdmin;
import io.dsd.kafka.admin.TopicPlan;
import io.dsd.kafka.admin.Topics;
import io.dsd.kafka.admin.TransactionTimeoutCheck;
import io.dsd.kafka.answer.AnswerSinks;
import io.dsd.kafka.broker.EmbeddedBroker;
import io.dsd.kafka.broker.Listener;
import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.option.RecordLimit;
import io.dsd.kafka.prompt.PromptReader;
import io.dsd.kafka.prompt.PromptSource;
import io.dsd.kafka.prompt.RequestDefaults;
import io.dsd.message.Ints;
import io.dsd.message.request.Answer;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.Completion;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Delta;
import io.dsd.message.request.Failure;
import io.dsd.message.request.FinishReason;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.Request;
import io.dsd.message.request.Speculation;
import io.dsd.model.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source and the sinks in a Flink job on a real broker, with a failure in between. */
class SourceAndSinksTest {

  private static final int PROMPTS = 60;
  private static final AtomicInteger FAILURES = new AtomicInteger();

  @TempDir Path directory;

  @Test
  void everyPromptIsAnsweredExactlyOnceThoughTheJobFails() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory, RecordLimit.standard())) {
      KafkaOptions options = KafkaOptions.standard(broker.bootstrapServers());
      try (BrokerAdmin admin = new BrokerAdmin(options)) {
        new Topics(admin).ensure(Topics.plans(options, 1, (short) 1));
      }
      assertThatEveryPromptIsAnsweredOnce(options, options);
    }
  }

  @Test
  void theRightsThatTheDocumentListsAreEnough() throws Exception {
    Listener listener = Users.listener();
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(directory, RecordLimit.standard(), 0, listener)) {
      KafkaOptions everyone = Users.SUPERUSER.options(broker.bootstrapServers());
      KafkaOptions options = Users.JOB.options(broker.bootstrapServers());
      List<TopicPlan> topics = Topics.plans(options, 1, (short) 1);
      try (BrokerAdmin admin = new BrokerAdmin(options)) {
        assertThatThrownBy(() -> new Topics(admin).ensure(topics))
            .isInstanceOf(AdminException.class)
            .hasMessageContaining("creating the topic 'prompts' failed")
            .hasMessageContaining("docs/security.md");
      }
      try (BrokerAdmin admin = new BrokerAdmin(everyone)) {
        new Topics(admin).ensure(topics);
      }
      Users.grantWhatTheDocumentLists(everyone);
      try (BrokerAdmin admin = new BrokerAdmin(options)) {
        // what this user is not told is not checked
        new Topics(admin).ensure(topics);
        new TransactionTimeoutCheck(admin).verify(options);
      }
      assertThatEveryPromptIsAnsweredOnce(options, everyone);
    }
  }

  /**
   * Runs the job and a failure in it.
   *
   * @param ofJob how the job connects
   * @param ofUser how the one does who sends and receives
   */
  private static void assertThatEveryPromptIsAnsweredOnce(KafkaOptions ofJob, KafkaOptions ofUser)
      throws Exception {
    FAILURES.set(0);
    JobClient job = start(ofJob);
    send(ofUser, 0, PROMPTS / 2);
    assertThat(read(ofUser, "completions", PROMPTS / 2)).hasSize(PROMPTS / 2);
    send(ofUser, PROMPTS / 2, PROMPTS);

    List<String> answered = read(ofUser, "completions", PROMPTS);
    List<String> dead = read(ofUser, "dead-letters", PROMPTS / 10);
    List<String> pieces = read(ofUser, "deltas", PROMPTS - PROMPTS / 10);
    job.cancel().get();

    List<String> keys = new ArrayList<>();
    for (int prompt = 0; prompt < PROMPTS; prompt++) {
      keys.add("key-" + prompt);
    }
    assertThat(FAILURES).hasValue(1);
    assertThat(answered).containsExactlyInAnyOrderElementsOf(keys);
    assertThat(dead).containsExactly("key-0", "key-10", "key-20", "key-30", "key-40", "key-50");
    assertThat(pieces).contains("key-1", "key-59");
  }

  private static JobClient start(KafkaOptions options) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    environment.enableCheckpointing(200);
    environment.getConfig().enableObjectReuse();
    SingleOutputStreamOperator<Answer> answers =
        environment
            .fromSource(
                PromptSource.of(
                    options,
                    SourceAndSinksTest::reader,
                    TypeInformation.of(Arrival.class),
                    "the test's gate"),
                WatermarkStrategy.noWatermarks(),
                "prompts")
            .process(new Answerer())
            .returns(TypeInformation.of(Answer.class));
    AnswerSinks sinks = new AnswerSinks(options, "tiny");
    answers.sinkTo(sinks.completions());
    answers.getSideOutput(Answerer.DEAD).sinkTo(sinks.deadLetters());
    answers.getSideOutput(Answerer.PIECES).sinkTo(sinks.deltas().orElseThrow());
    return environment.executeAsync("source and sinks");
  }

  private static PromptReader reader() {
    return new PromptReader(
        new OneToken(), Optional.empty(), 10, RequestDefaults.standard(), RecordLimit.standard());
  }

  private static void send(KafkaOptions options, int first, int end) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            new ClientProperties(options).producer(),
            new StringSerializer(),
            new StringSerializer())) {
      for (int prompt = first; prompt < end; prompt++) {
        String value = prompt % 10 == 0 ? "not JSON" : "{\"prompt\": \"a\", \"stream\": true}";
        producer.send(new ProducerRecord<>("prompts", "key-" + prompt, value)).get();
      }
    }
  }

  /** The keys of the topic's committed records, once there are {@code count}, and a second more. */
  private static List<String> read(KafkaOptions options, String topic, int count) {
    List<String> keys = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            new ClientProperties(options).consumer(),
            new StringDeserializer(),
            new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (keys.size() < count && System.nanoTime() < deadline) {
        gather(consumer, Duration.ofMillis(200), keys);
      }
      long more = System.nanoTime() + Duration.ofSeconds(1).toNanos();
      while (System.nanoTime() < more) {
        gather(consumer, Duration.ofMillis(200), keys);
      }
    }
    return keys;
  }

  private static void gather(
      KafkaConsumer<String, String> consumer, Duration patience, List<String> keys) {
    for (ConsumerRecord<String, String> record : consumer.poll(patience)) {
      keys.add(record.key());
    }
  }

  /** Answers every arrival, and fails once, at offset 45: after a checkpoint, with more written. */
  private static final class Answerer extends ProcessFunction<Arrival, Answer> {

    private static final long serialVersionUID = 1L;
    static final OutputTag<DeadLetter> DEAD =
        new OutputTag<>("dead", TypeInformation.of(DeadLetter.class));
    static final OutputTag<Delta> PIECES =
        new OutputTag<>("pieces", TypeInformation.of(Delta.class));

    @Override
    public void processElement(Arrival arrival, Context context, Collector<Answer> out) {
      if (arrival.sequence().offset() == 45 && FAILURES.compareAndSet(0, 1)) {
        throw new IllegalStateException("an injected failure");
      }
      if (arrival instanceof Refusal refusal) {
        out.collect(new Failure(refusal.origin(), refusal.id(), refusal.error()));
        context.output(DEAD, new DeadLetter(refusal.origin(), refusal.value(), refusal.error()));
        return;
      }
      Request request = (Request) arrival;
      context.output(
          PIECES,
          new Delta(
              request.origin(),
              request.id(),
              request.dialect(),
              0,
              Ints.of(1),
              0,
              "a",
              Optional.of(FinishReason.STOP)));
      out.collect(
          new Completion(request, Ints.of(1), "a", FinishReason.STOP, Speculation.none("none"), 0));
    }
  }

  /** Every text is one token. */
  private static final class OneToken implements Tokenizer {
    @Override
    public Ints encode(String text, boolean addSpecialTokens) {
      return Ints.of(1);
    }

    @Override
    public String decode(Ints tokens) {
      return "a";
    }

    @Override
    public int vocabularySize() {
      return 2;
    }

    @Override
    public String fingerprint() {
      return "one";
    }

    @Override
    public void close() {}
  }
}
