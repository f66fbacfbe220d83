package io.dsd.job.bench.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.bench.BenchException;
import io.dsd.kafka.option.ClientProperties;
import io.dsd.kafka.option.KafkaOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends prompts to one job's topics and reads what comes back, with the times of both. */
final class Exchange implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Asking more often would disturb what is measured. */
  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(10);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final double NANOS_PER_MILLI = 1e6;

  private final String prompts;
  private final String completions;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Pieces first: of a short answer they come together with the completion. */
  private final List<TopicPartition> read = new ArrayList<>();

  Exchange(KafkaOptions options) {
    prompts = options.topics().prompts();
    completions = options.topics().completions();
    ClientProperties properties = new ClientProperties(options);
    producer =
        new KafkaProducer<>(
            properties.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            properties.consumer(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    options.topics().deltas().ifPresent(deltas -> read.add(new TopicPartition(deltas, 0)));
    read.add(new TopicPartition(completions, 0));
    consumer.assign(read);
    consumer.seekToBeginning(read);
  }

  /**
   * Keeps so many prompts on their way until all are answered.
   *
   * @param alive throws if what is waited for cannot come any more
   */
  List<Reply> decode(List<byte[]> records, int concurrency, Consumer<Reply> replies, Runnable alive)
      throws IOException, InterruptedException {
    Reply[] answered = new Reply[records.size()];
    long[] sent = new long[records.size()];
    double[] first = new double[records.size()];
    Map<Long, Integer> indices = new HashMap<>();
    int begun = 0;
    int ended = 0;
    long last = System.nanoTime();
    long checked = last;
    while (ended < records.size()) {
      while (begun < records.size() && begun - ended < concurrency) {
        sent[begun] = System.nanoTime();
        indices.put(send(records.get(begun)), begun);
        begun++;
      }
      List<ConsumerRecord<byte[], byte[]>> arrived = poll();
      long now = System.nanoTime();
      for (ConsumerRecord<byte[], byte[]> record : arrived) {
        JsonNode json = JSON.readTree(record.value());
        Integer index = indices.get(json.at("/sequence/offset").asLong(-1));
        if (index == null || answered[index] != null) {
          continue;
        }
        double since = (now - sent[index]) / NANOS_PER_MILLI;
        if (record.topic().equals(completions)) {
          answered[index] = new Reply(index, refused(json), sent[index], first[index], since);
          replies.accept(answered[index]);
          ended++;
          last = now;
        } else if (first[index] == 0) {
          first[index] = since;
        }
      }
      if (now - checked > BETWEEN_CHECKS.toNanos()) {
        checked = now;
        alive.run();
        requireHope(now - last);
      }
    }
    return Arrays.asList(answered);
  }

  private List<ConsumerRecord<byte[], byte[]>> poll() throws InterruptedException {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      return read.stream().flatMap(each -> records.records(each).stream()).toList();
    } catch (InterruptException stopped) {
      throw (InterruptedException) new InterruptedException("told to stop").initCause(stopped);
    }
  }

  private static void requireHope(long silentNanos) {
    if (silentNanos > PATIENCE.toNanos()) {
      throw new BenchException(
          "no answer has come for %d minutes; the logs of the cluster may say why"
              .formatted(PATIENCE.toMinutes()));
    }
  }

  private static JsonNode refused(JsonNode completion) {
    if (completion.has("error")) {
      throw new BenchException("a prompt was refused: " + completion.at("/error/message").asText());
    }
    return completion;
  }

  private long send(byte[] record) throws InterruptedException {
    try {
      return producer.send(new ProducerRecord<>(prompts, 0, null, record)).get().offset();
    } catch (ExecutionException failed) {
      throw new BenchException(
          "a prompt cannot be sent: " + failed.getCause().getMessage(), failed);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    consumer.close();
  }
}
