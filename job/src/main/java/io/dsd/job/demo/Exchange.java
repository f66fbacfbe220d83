package io.dsd.job.demo;

import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The user's side of the topics: prompts go in, deltas and completions come out. */
final class Exchange implements AutoCloseable {

  private final KafkaOptions options;
  private final KafkaConsumer<byte[], byte[]> deltas;
  private final KafkaConsumer<byte[], byte[]> completions;

  Exchange(KafkaOptions options) {
    this.options = options;
    this.deltas = consumer("read_uncommitted");
    this.completions = consumer("read_committed");
    options.topics().deltas().ifPresent(topic -> fromBeginning(deltas, topic));
    fromBeginning(completions, options.topics().completions());
  }

  /** Sends the prompts in order; their offsets. */
  List<Long> send(List<Prompt> prompts) throws InterruptedException {
    Properties properties = new ClientProperties(options).producer();
    List<Long> offsets = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (Prompt prompt : prompts) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    options.topics().prompts(), 0, null, prompt.record().toArray())));
      }
      for (int i = 0; i < sent.size(); i++) {
        offsets.add(offset(sent.get(i), prompts.get(i)));
      }
    }
    return offsets;
  }

  private static long offset(Future<RecordMetadata> sent, Prompt prompt)
      throws InterruptedException {
    try {
      return sent.get().offset();
    } catch (ExecutionException refused) {
      throw new DemoException(
          "the prompt '%s' cannot be sent: %s"
              .formatted(prompt.title(), refused.getCause().getMessage()),
          refused);
    }
  }

  /** The deltas that have come, waiting a little for one. */
  List<Piece> deltas() {
    return options.topics().deltas().isPresent() ? poll(deltas, 20) : List.of();
  }

  /** The completions that have come. */
  List<Piece> completions() {
    return poll(completions, 20);
  }

  private static List<Piece> poll(KafkaConsumer<byte[], byte[]> consumer, int millis) {
    List<Piece> pieces = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(millis))) {
      pieces.add(Piece.read(record.value()));
    }
    return pieces;
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    Properties properties = new ClientProperties(options).consumer();
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static void fromBeginning(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  @Override
  public void close() {
    deltas.close();
    completions.close();
  }
}
