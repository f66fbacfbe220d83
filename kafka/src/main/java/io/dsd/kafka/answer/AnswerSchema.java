package io.dsd.kafka.answer;

import io.dsd.kafka.option.RecordLimit;
import io.dsd.message.request.Answer;
import io.dsd.message.request.Completion;
import io.dsd.message.request.Failure;
import io.dsd.message.request.RequestError;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers as records of the completions topic. A completion whose JSON is beyond the record size
 * limit is replaced by an error that says so: the broker would refuse it, and the job with it.
 */
public final class AnswerSchema
    implements KafkaRecordSerializationSchema<Answer>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(AnswerSchema.class);

  private final String topic;
  private final String model;
  private final int largestValue;
  private transient AnswerJson json;

  /** Answers of {@code model} for {@code topic}. */
  public AnswerSchema(String topic, String model, RecordLimit limit) {
    this.topic = topic;
    this.model = model;
    this.largestValue = limit.bytes();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Answer answer, KafkaSinkContext context, Long timestamp) {
    if (json == null) {
      json = new AnswerJson(model);
    }
    byte[] value = json.write(answer);
    if (answer instanceof Completion && value.length > largestValue) {
      String message =
          "the answer has %d bytes, the record size limit is %d: ask for fewer max_tokens, or have the limit raised"
              .formatted(value.length, largestValue);
      LOG.warn("The answer to {} is not delivered: {}", answer.origin().sequence(), message);
      RequestError error = new RequestError("answer_too_large", "max_tokens", message);
      value = json.write(new Failure(answer.origin(), answer.id(), error));
    }
    return Envelope.of(topic, answer.origin(), value, context);
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return TopicFacet.of(topic);
  }
}
