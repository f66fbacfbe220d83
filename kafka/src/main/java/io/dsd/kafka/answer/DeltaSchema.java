package io.dsd.kafka.answer;

import io.dsd.message.request.Delta;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Pieces of answers as records of the deltas topic, in order within each answer. */
public final class DeltaSchema
    implements KafkaRecordSerializationSchema<Delta>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1L;

  private final String topic;
  private final String model;
  private transient DeltaJson json;

  /** Pieces of answers of {@code model} for {@code topic}. */
  public DeltaSchema(String topic, String model) {
    this.topic = topic;
    this.model = model;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Delta delta, KafkaSinkContext context, Long timestamp) {
    if (json == null) {
      json = new DeltaJson(model);
    }
    return Envelope.of(topic, delta.origin(), json.write(delta), context);
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return TopicFacet.of(topic);
  }
}
