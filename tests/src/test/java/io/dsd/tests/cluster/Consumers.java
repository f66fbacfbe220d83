package io.dsd.tests.cluster;

import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers of tests. */
public final class Consumers {

  private Consumers() {}

  /** One that reads committed records alone, from the start of the partitions that it is given. */
  public static KafkaConsumer<byte[], byte[]> ofCommitted(String brokers) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            brokers,
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest",
            // where nothing is left to read, questions and the end would wait half a second for it
            "fetch.max.wait.ms",
            20),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
