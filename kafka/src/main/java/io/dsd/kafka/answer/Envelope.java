package io.dsd.kafka.answer;

import io.dsd.message.Bytes;
import io.dsd.message.SequenceId;
import io.dsd.message.request.Header;
import io.dsd.message.request.Origin;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records that go out with the key and the headers of the prompt record they belong to. */
final class Envelope {

  private Envelope() {}

  /**
   * A record for {@code topic}. Without a key its partition follows from the sequence, so that all
   * pieces of one answer stay in order; with a key Kafka does the same by the key.
   */
  static ProducerRecord<byte[], byte[]> of(
      String topic, Origin origin, byte[] value, KafkaSinkContext context) {
    if (origin.key().isPresent()) {
      return new ProducerRecord<>(
          topic, null, null, origin.key().get().toArray(), value, headers(origin));
    }
    int[] partitions = context.getPartitionsForTopic(topic);
    int partition = partitions[Math.floorMod(spread(origin.sequence()), partitions.length)];
    return new ProducerRecord<>(topic, partition, null, null, value, headers(origin));
  }

  private static Headers headers(Origin origin) {
    Headers headers = new RecordHeaders();
    for (Header header : origin.headers()) {
      headers.add(header.name(), header.value().map(Bytes::toArray).orElse(null));
    }
    return headers;
  }

  private static int spread(SequenceId sequence) {
    int hash = sequence.hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 16);
  }
}
