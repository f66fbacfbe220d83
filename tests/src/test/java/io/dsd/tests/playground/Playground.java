package io.dsd.tests.playground;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.dsd.tests.cluster.Consumers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** One broker and one cluster for many runs, one after the other, each with topics of its own. */
public final class Playground implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final EmbeddedBroker broker;
  private final LocalCluster cluster;
  private final Map<String, String> settings;

  private Playground(EmbeddedBroker broker, LocalCluster cluster, Map<String, String> settings) {
    this.broker = broker;
    this.cluster = cluster;
    this.settings = settings;
  }

  /**
   * Starts broker and cluster.
   *
   * @param settings what all runs have in common
   */
  public static Playground start(Path directory, Map<String, String> settings) throws Exception {
    EmbeddedBroker broker = EmbeddedBroker.start(directory, RecordLimit.standard());
    try {
      Map<String, String> all = new HashMap<>(settings);
      all.put("kafka.bootstrap-servers", broker.bootstrapServers());
      LocalCluster cluster = LocalCluster.start(OptionsReader.of("the test", all), directory);
      return new Playground(broker, cluster, all);
    } catch (Exception e) {
      broker.close();
      throw e;
    }
  }

  /**
   * What a run wrote, as a consumer sees it that reads committed records.
   *
   * @param completions answers
   * @param deadLetters records that were not served
   * @param deltas pieces of answers
   */
  public record Written(
      List<ConsumerRecord<byte[], byte[]>> completions,
      List<ConsumerRecord<byte[], byte[]>> deadLetters,
      List<ConsumerRecord<byte[], byte[]>> deltas) {}

  /**
   * Runs the job over some records.
   *
   * @param name its topics begin with it
   * @param own settings of this run
   * @param records prompts; the last one is sent when all others are answered, so that what could
   *     still come twice comes before its answer
   */
  public Written run(
      String name, Map<String, String> own, List<byte[]> records, Surroundings around)
      throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(own);
    all.put("kafka.prompts", name + "-prompts");
    all.put("kafka.completions", name + "-completions");
    all.put("kafka.dead-letters", name + "-dead-letters");
    all.put("kafka.deltas.topic", name + "-deltas");
    all.put("kafka.group", name);
    all.put("kafka.transactional-id-prefix", name);
    Options options = OptionsReader.of("the test", all);
    KafkaOptions kafka = options.kafka().forClients();
    try (BrokerAdmin admin = new BrokerAdmin(kafka)) {
      new Topics(admin).ensure(Topics.plans(kafka, 1, (short) 1));
    }
    int last = records.size() - 1;
    send(name, records.subList(0, last));
    cluster.submit((environment, ignored) -> Topology.draw(environment, options, around));
    try {
      String completions = name + "-completions";
      committed(completions, found -> Answers.prompts(found).size() >= last);
      send(name, records.subList(last, last + 1));
      return new Written(
          committed(completions, found -> Answers.prompts(found).size() > last),
          committed(name + "-dead-letters", found -> !found.isEmpty()),
          committed(name + "-deltas", found -> !found.isEmpty()));
    } finally {
      cluster.cancel();
    }
  }

  private void send(String name, List<byte[]> records) throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (byte[] record : records) {
        producer.send(new ProducerRecord<>(name + "-prompts", record)).get();
      }
    }
  }

  /** All committed records of a topic so far, once they are enough. */
  private List<ConsumerRecord<byte[], byte[]>> committed(
      String topic, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        Consumers.ofCommitted(broker.bootstrapServers())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      Awaitility.await(topic)
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInSameThread()
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                assertThat(cluster.failure()).as("why the job ended").isEmpty();
                return enough.test(records)
                    && consumer.position(partition)
                        >= consumer.endOffsets(List.of(partition)).get(partition);
              });
    }
    return records;
  }

  @Override
  public void close() {
    cluster.close();
    broker.close();
  }
}
