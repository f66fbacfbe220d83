package io.dsd.tests.records;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** A consumer that knows nothing: Kafka's default settings, and where to begin. */
final class DefaultConsumer {

  private DefaultConsumer() {}

  /** Reads topics from their beginnings until there are so many records of each, and what else. */
  static Map<String, List<ConsumerRecord<byte[], byte[]>>> read(
      String brokers, Map<String, Integer> counts) {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers", brokers, "group.id", "a reader", "auto.offset.reset", "earliest");
    Map<String, List<ConsumerRecord<byte[], byte[]>>> read = new HashMap<>();
    counts.keySet().forEach(topic -> read.put(topic, new ArrayList<>()));
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(counts.keySet());
      Awaitility.await("all records of all topics")
          .atMost(Duration.ofMinutes(1))
          .pollDelay(Duration.ZERO)
          .pollInSameThread()
          .until(
              () -> {
                var records = consumer.poll(Duration.ofMillis(500));
                records.forEach(record -> read.get(record.topic()).add(record));
                return records.isEmpty()
                    && counts.entrySet().stream()
                        .allMatch(each -> read.get(each.getKey()).size() >= each.getValue());
              });
    }
    return read;
  }
}
