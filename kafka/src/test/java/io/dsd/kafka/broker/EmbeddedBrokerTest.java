package io.dsd.kafka.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.kafka.option.RecordLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

  @TempDir Path directory;

  @Test
  void aReadCommittedConsumerSeesATransactionOnlyOnceItIsCommitted() throws Exception {
    try (EmbeddedBroker broker = start(directory)) {
      create(broker, "answers");
      try (KafkaProducer<String, String> producer = transactionalProducer(broker);
          KafkaConsumer<String, String> committed = consumer(broker, "read_committed");
          KafkaConsumer<String, String> eager = consumer(broker, "read_uncommitted")) {
        producer.initTransactions();

        producer.beginTransaction();
        producer.send(new ProducerRecord<>("answers", "aborted")).get();
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("answers", "first")).get();

        assertThat(read(eager, 2)).containsExactly("aborted", "first");
        assertThat(committed.poll(Duration.ofMillis(300))).isEmpty();
        producer.commitTransaction();
        assertThat(read(committed, 1)).containsExactly("first");
      }
    }
  }

  @Test
  void topicsAndRecordsAreThereAgainInTheSameDirectory() throws Exception {
    try (EmbeddedBroker broker = start(directory)) {
      create(broker, "answers");
      send(broker, "kept");
    }
    try (EmbeddedBroker broker = start(directory);
        KafkaConsumer<String, String> consumer = consumer(broker, "read_committed")) {
      assertThat(read(consumer, 1)).containsExactly("kept");
    }
  }

  @Test
  void twoBrokersRunInOneJvm() throws Exception {
    try (EmbeddedBroker first = start(directory.resolve("first"));
        EmbeddedBroker second = start(directory.resolve("second"))) {
      create(first, "answers");
      create(second, "answers");
      send(first, "to the first");
      send(second, "to the second");
      try (KafkaConsumer<String, String> consumer = consumer(second, "read_committed")) {
        assertThat(read(consumer, 1)).containsExactly("to the second");
      }
    }
  }

  @Test
  void aDirectoryInUseIsRefusedWithTheReasonAndTheJvmLives() {
    try (EmbeddedBroker first = start(directory)) {
      assertThat(first.bootstrapServers()).startsWith("127.0.0.1:");
      assertThatThrownBy(() -> start(directory))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("using this directory");
    }
  }

  @Test
  void aFileInPlaceOfTheDirectoryIsRefusedWithTheReason() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> start(file))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("could not start in " + file);
  }

  @Test
  void kafkaCannotEndTheProcessWhileABrokerRuns() {
    try (EmbeddedBroker broker = start(directory)) {
      assertThat(broker.bootstrapServers()).isNotEmpty();
      assertThatThrownBy(() -> Exit.halt(1, "disk lost"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("status 1: disk lost");
    }
  }

  @Test
  void closingTwiceIsHarmless() {
    EmbeddedBroker broker = start(directory);
    broker.close();
    broker.close();
    assertThat(directory.resolve("meta.properties")).exists();
  }

  private static EmbeddedBroker start(Path directory) {
    return EmbeddedBroker.start(directory, RecordLimit.standard());
  }

  private static void create(EmbeddedBroker broker, String topic) throws Exception {
    try (Admin admin = Admin.create(client(broker))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  private static void send(EmbeddedBroker broker, String value) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(client(broker), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("answers", value)).get();
    }
  }

  private static KafkaProducer<String, String> transactionalProducer(EmbeddedBroker broker) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "transactional.id",
            UUID.randomUUID().toString());
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static KafkaConsumer<String, String> consumer(EmbeddedBroker broker, String isolation) {
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                isolation,
                "enable.auto.commit",
                "false"),
            new StringDeserializer(),
            new StringDeserializer());
    TopicPartition partition = new TopicPartition("answers", 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    return consumer;
  }

  private static List<String> read(KafkaConsumer<String, String> consumer, int count) {
    List<String> values = new java.util.ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (values.size() < count && System.nanoTime() < deadline) {
      for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
        values.add(record.value());
      }
    }
    return values;
  }

  private static Map<String, Object> client(EmbeddedBroker broker) {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
