package io.dsd.kafka.prompt;

import static java.util.Objects.requireNonNull;

import io.dsd.message.Bytes;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Arrival;
import io.dsd.message.request.Header;
import io.dsd.message.request.Origin;
import io.dsd.message.request.Refusal;
import io.dsd.message.request.RequestError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns each record of the prompts topic into exactly one arrival; no content makes it throw. */
public final class PromptSchema implements KafkaRecordDeserializationSchema<Arrival> {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(PromptSchema.class);

  private final PromptReaderFactory factory;
  private final TypeInformation<Arrival> type;
  private transient PromptReader reader;

  /** Reads with what {@code factory} makes. */
  public PromptSchema(PromptReaderFactory factory, TypeInformation<Arrival> type) {
    this.factory = requireNonNull(factory, "factory");
    this.type = requireNonNull(type, "type");
  }

  @Override
  public void open(InitializationContext context) throws Exception {
    reader = factory.create();
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Arrival> out) {
    Origin origin = origin(record);
    Optional<Bytes> value = Optional.ofNullable(record.value()).map(Bytes::owned);
    out.collect(read(origin, value));
  }

  @Override
  public TypeInformation<Arrival> getProducedType() {
    return type;
  }

  private Arrival read(Origin origin, Optional<Bytes> value) {
    try {
      return reader.read(origin, value);
    } catch (RuntimeException bug) {
      LOG.error("The record {} could not be read", origin.sequence(), bug);
      return new Refusal(
          origin,
          RequestIds.fallback(origin),
          value,
          new RequestError(
              "internal_error",
              "",
              "the record could not be read because of an error in the service, whose log says more: "
                  + bug.getClass().getSimpleName()));
    }
  }

  private static Origin origin(ConsumerRecord<byte[], byte[]> record) {
    List<Header> headers = new ArrayList<>();
    record
        .headers()
        .forEach(
            header ->
                headers.add(
                    new Header(
                        header.key(), Optional.ofNullable(header.value()).map(Bytes::owned))));
    return new Origin(
        new SequenceId(record.topic(), record.partition(), record.offset()),
        record.timestamp(),
        Optional.ofNullable(record.key()).map(Bytes::owned),
        headers);
  }
}
