package io.dsd.kafka.answer;

import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.message.request.Answer;
import io.dsd.message.request.DeadLetter;
import io.dsd.message.request.Delta;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;

/**
 * The sinks of the job. Completions and dead letters are written with the guarantee of the options,
 * deltas at least once and at once.
 */
public final class AnswerSinks {

  private final KafkaOptions options;
  private final String model;

  /** The sinks for answers of {@code model}. */
  public AnswerSinks(KafkaOptions options, String model) {
    this.options = options;
    this.model = model;
  }

  /** The sink for completions and errors. */
  public Sink<Answer> completions() {
    return guaranteed(
        "completions",
        new AnswerSchema(options.topics().completions(), model, options.recordLimit()));
  }

  /** The sink for records that are not served. */
  public Sink<DeadLetter> deadLetters() {
    return guaranteed("dead-letters", new DeadLetterSchema(options.topics().deadLetters()));
  }

  /** The sink for pieces of answers; empty if the options name no topic for them. */
  public Optional<KafkaSink<Delta>> deltas() {
    return options
        .topics()
        .deltas()
        .map(
            topic ->
                begin(new DeltaSchema(topic, model), new ClientProperties(options).producer())
                    .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                    .build());
  }

  private <T> Sink<T> guaranteed(String use, KafkaRecordSerializationSchema<T> schema) {
    Properties properties = new ClientProperties(options).producer();
    properties.setProperty(
        "transaction.timeout.ms", Long.toString(options.transactionTimeout().toMillis()));
    KafkaSinkBuilder<T> sink = begin(schema, properties);
    return switch (options.guarantee()) {
      case EXACTLY_ONCE ->
          new MovableSink<>(
              sink.setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                  // each sink needs a prefix of its own, within the job too
                  .setTransactionalIdPrefix(options.transactionalIdPrefix() + "-" + use)
                  // ids are used again: a new one every checkpoint would fill the broker's memory
                  .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
                  .build());
      case AT_LEAST_ONCE -> sink.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE).build();
      case NONE -> throw new IllegalStateException("refused by KafkaOptions");
    };
  }

  private static <T> KafkaSinkBuilder<T> begin(
      KafkaRecordSerializationSchema<T> schema, Properties properties) {
    return KafkaSink.<T>builder().setKafkaProducerConfig(properties).setRecordSerializer(schema);
  }
}
