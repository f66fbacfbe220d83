package io.dsd.tests.records;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Producers of every kind of compression, and one that changes its mind. */
final class Producers implements AutoCloseable {

  private static final int LARGE = 10 << 20;

  private final String brokers;
  private final Random random;
  private final List<KafkaProducer<byte[], byte[]>> producers;

  Producers(String brokers, Random random) {
    this.brokers = brokers;
    this.random = random;
    this.producers =
        Stream.of("none", "gzip", "snappy", "lz4", "zstd")
            .map(compression -> producer(Map.of("compression.type", compression)))
            .toList();
  }

  /** Sends the record, compressed if the topic would not take it otherwise; returns its offset. */
  long send(Sent sent) throws Exception {
    boolean large = sent.value().filter(value -> value.length > LARGE).isPresent();
    return send(producers.get(random.nextInt(large ? 1 : 0, producers.size())), sent);
  }

  /** Sends records in a transaction that it then aborts. */
  void sendAndAbort(List<Sent> all) throws Exception {
    try (KafkaProducer<byte[], byte[]> fickle = producer(Map.of("transactional.id", "fickle"))) {
      fickle.initTransactions();
      fickle.beginTransaction();
      for (Sent sent : all) {
        send(fickle, sent);
      }
      fickle.abortTransaction();
      fickle.beginTransaction();
      fickle.abortTransaction();
    }
  }

  private static long send(KafkaProducer<byte[], byte[]> producer, Sent sent) throws Exception {
    return producer.send(new Undated(sent)).get().offset();
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, String> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("bootstrap.servers", brokers);
    properties.put("max.request.size", "60000000");
    properties.put("buffer.memory", "120000000");
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void close() {
    producers.forEach(KafkaProducer::close);
  }

  /** A record whose timestamp may be -1, which means none on the wire; Kafka's own class minds. */
  private static final class Undated extends ProducerRecord<byte[], byte[]> {

    private final Long timestamp;

    Undated(Sent sent) {
      super(
          "prompts",
          0,
          sent.timestamp().isPresent() ? 0L : null,
          sent.key().orElse(null),
          sent.value().orElse(null),
          sent.headers());
      this.timestamp = sent.timestamp().isPresent() ? sent.timestamp().getAsLong() : null;
    }

    @Override
    public Long timestamp() {
      return timestamp;
    }
  }
}
