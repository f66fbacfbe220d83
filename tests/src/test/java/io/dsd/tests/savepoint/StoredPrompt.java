package io.dsd.tests.savepoint;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A prompt record.
 *
 * @param partition of the prompts topic
 * @param timestamp milliseconds since the epoch
 * @param key the record's key; empty for none
 * @param headers by name
 * @param value the record's value
 */
record StoredPrompt(
    int partition, long timestamp, String key, Map<String, String> headers, String value) {

  ProducerRecord<byte[], byte[]> record() {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            "prompts", partition, timestamp, key.isEmpty() ? null : bytes(key), bytes(value));
    headers.forEach((name, text) -> record.headers().add(new RecordHeader(name, bytes(text))));
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
