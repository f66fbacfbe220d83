package io.dsd.kafka.prompt;

import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.message.request.Arrival;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Makes the source of prompts. */
public final class PromptSource {

  private PromptSource() {}

  /**
   * An unbounded source that begins at the checkpoint, else at the group's committed offsets, else
   * at the earliest record.
   *
   * @param gate the name of the gate that it stops at
   */
  public static Source<Arrival, ?, ?> of(
      KafkaOptions options,
      PromptReaderFactory readers,
      TypeInformation<Arrival> type,
      String gate) {
    return new GatedSource<>(ungated(options, readers, type), gate);
  }

  @SuppressWarnings("deprecation") // the connector's own type for it
  private static KafkaSource<Arrival> ungated(
      KafkaOptions options, PromptReaderFactory readers, TypeInformation<Arrival> type) {
    return KafkaSource.<Arrival>builder()
        .setProperties(new ClientProperties(options).consumer())
        .setBootstrapServers(options.bootstrapServers())
        .setTopics(options.topics().prompts())
        .setGroupId(options.groupId())
        .setClientIdPrefix(options.groupId())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new PromptSchema(readers, type))
        .build();
  }
}
