package io.dsd.kafka.answer;

import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;

/** Tells the sink which topic a serialiser writes to: pooled transactions are found by it. */
final class TopicFacet {

  private TopicFacet() {}

  static Optional<KafkaDatasetFacet> of(String topic) {
    return Optional.of(
        new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
  }
}
