package io.dsd.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.demo.LocalCluster;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.Surroundings;
import io.dsd.job.topology.Topology;
import io.dsd.kafka.admin.BrokerAdmin;
import io.dsd.kafka.admin.Topics;
import io.dsd.kafka.broker.EmbeddedBroker;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.option.RecordLimit;
import io.dsd.operator.slice.SliceSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** The job on a real broker and a MiniCluster with one task manager per slice. */
public final class LocalJob implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final EmbeddedBroker broker;
  private final boolean ownsBroker;
  private final LocalCluster cluster;

  private LocalJob(EmbeddedBroker broker, boolean ownsBroker, LocalCluster cluster) {
    this.broker = broker;
    this.ownsBroker = ownsBroker;
    this.cluster = cluster;
  }

  /**
   * Starts broker, cluster and job.
   *
   * @param settings of the job, by key; the broker's address is added
   * @param around what is put around the slices
   */
  public static LocalJob start(
      Path directory, Map<String, String> settings, UnaryOperator<SliceSettings> around)
      throws Exception {
    Options given = options(settings);
    RecordLimit limit = given.kafka().forClients().recordLimit();
    EmbeddedBroker broker = EmbeddedBroker.start(directory, limit);
    try {
      return start(broker, true, directory, given, around, Optional.empty());
    } catch (Exception e) {
      broker.close();
      throw e;
    }
  }

  /**
   * Starts cluster and job on a broker that stays the caller's.
   *
   * @param savepoint where the state to begin with is stored
   */
  public static LocalJob start(
      EmbeddedBroker broker,
      Path directory,
      Map<String, String> settings,
      UnaryOperator<SliceSettings> around,
      Optional<String> savepoint)
      throws Exception {
    return start(broker, false, directory, options(settings), around, savepoint);
  }

  private static LocalJob start(
      EmbeddedBroker broker,
      boolean ownsBroker,
      Path directory,
      Options given,
      UnaryOperator<SliceSettings> around,
      Optional<String> savepoint)
      throws Exception {
    Options options =
        given.withKafka(given.kafka().withBootstrapServers(broker.bootstrapServers()));
    KafkaOptions kafka = options.kafka().forClients();
    try (BrokerAdmin admin = new BrokerAdmin(kafka)) {
      new Topics(admin).ensure(Topics.plans(kafka, 1, (short) 1));
    }
    LocalCluster cluster = LocalCluster.start(options, directory);
    try {
      cluster.submit(
          (environment, ignored) -> {
            Topology.draw(
                environment, options, Surroundings.ofSlices((slice, each) -> around.apply(each)));
            Configuration beginning = new Configuration();
            savepoint.ifPresent(place -> beginning.set(StateRecoveryOptions.SAVEPOINT_PATH, place));
            environment.configure(beginning);
          });
      return new LocalJob(broker, ownsBroker, cluster);
    } catch (Exception e) {
      cluster.close();
      throw e;
    }
  }

  private static Options options(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("kafka.bootstrap-servers", "the broker's, once it runs");
    all.putIfAbsent("checkpoint.interval", "100ms");
    return OptionsReader.of("the test", all);
  }

  /** The cluster that the job runs on. */
  public LocalCluster cluster() {
    return cluster;
  }

  /** Where the broker is. */
  public String brokers() {
    return broker.bootstrapServers();
  }

  /** Whether the job has not ended. */
  public boolean isAlive() throws InterruptedException {
    return cluster.failure().isEmpty();
  }

  /** What Flink knows of the job at this moment. */
  public AccessExecutionGraph graph() throws Exception {
    return cluster.graph();
  }

  /** How many sequences wait in the draft, by its metric; empty before Flink has fetched it. */
  public OptionalInt waiting() throws Exception {
    String metric = "0.draft.dsd.draft.waiting";
    for (AccessExecutionJobVertex vertex : graph().getVerticesTopologically()) {
      if (vertex.getName().startsWith("draft")) {
        String path =
            "/jobs/%s/vertices/%s/metrics?get=%s"
                .formatted(graph().getJobID(), vertex.getJobVertexId(), metric);
        try (InputStream answer = cluster.restAddress().resolve(path).toURL().openStream()) {
          JsonNode value = JSON.readTree(answer).path(0).path("value");
          return value.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(value.asInt());
        }
      }
    }
    return OptionalInt.empty();
  }

  /** Writes records to the prompts topic, in order. */
  public void send(List<byte[]> records) throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (byte[] record : records) {
        producer.send(new ProducerRecord<>("prompts", record)).get();
      }
    }
  }

  /** All committed records of a topic, read from its start, once there are {@code count}. */
  public List<ConsumerRecord<byte[], byte[]>> committed(String topic, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
      await(
          () -> {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            return records.size() >= count;
          });
    }
    return records;
  }

  /** The records of a topic that are committed by now. */
  public List<ConsumerRecord<byte[], byte[]>> committedSoFar(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(topic)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
      while (ends.keySet().stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  private KafkaConsumer<byte[], byte[]> consumer(String topic) {
    KafkaConsumer<byte[], byte[]> consumer = Consumers.ofCommitted(broker.bootstrapServers());
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList());
    return consumer;
  }

  /** Waits until something is so; fails as soon as the job does. */
  public void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInSameThread()
        .until(
            () -> {
              assertThat(cluster.failure()).as("the job runs").isEmpty();
              return condition.call();
            });
  }

  /** The committed completions by the offset of their prompt; fails if one comes twice. */
  public Map<Long, JsonNode> completions(int count) throws IOException {
    Map<Long, JsonNode> byOffset = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : committed("completions", count)) {
      JsonNode completion = JSON.readTree(record.value());
      long offset = completion.at("/sequence/offset").asLong();
      assertThat(byOffset.put(offset, completion)).as("a second %s", completion).isNull();
    }
    return byOffset;
  }

  @Override
  public void close() {
    cluster.close();
    if (ownsBroker) {
      broker.close();
    }
  }
}
