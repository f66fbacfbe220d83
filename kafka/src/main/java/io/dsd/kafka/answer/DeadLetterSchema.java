package io.dsd.kafka.answer;

import io.dsd.message.Bytes;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.RequestError;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Records that were not served, unchanged but for headers that say why and where they came from.
 */
public final class DeadLetterSchema
    implements KafkaRecordSerializationSchema<DeadLetter>, KafkaDatasetFacetProvider {

  /** The error's code. */
  public static final String CODE = "dsd-error-code";

  /** The field at fault; empty for the whole record. */
  public static final String FIELD = "dsd-error-field";

  /** The error's message. */
  public static final String MESSAGE = "dsd-error-message";

  /** Where the record lies in the prompts topic, {@code topic-partition@offset}. */
  public static final String SEQUENCE = "dsd-sequence";

  private static final long serialVersionUID = 1L;

  private final String topic;

  /** Dead letters for {@code topic}. */
  public DeadLetterSchema(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, Long timestamp) {
    byte[] value = letter.value().map(Bytes::toArray).orElse(null);
    ProducerRecord<byte[], byte[]> record = Envelope.of(topic, letter.origin(), value, context);
    RequestError error = letter.error();
    add(record.headers(), CODE, error.code());
    add(record.headers(), FIELD, error.field());
    add(record.headers(), MESSAGE, error.message());
    add(record.headers(), SEQUENCE, letter.origin().sequence().toString());
    return record;
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return TopicFacet.of(topic);
  }

  private static void add(Headers headers, String name, String text) {
    headers.add(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
