package io.dsd.tests.backlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.TinyModel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is next of those that wait, one being served at a time. */
@Tag("alone")
class ServiceOrderTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GROUP = 10;

  /** The offset of the record that occupies the only place until all others wait. */
  private static final int FIRST = 0;

  @TempDir private Path directory;

  @Test
  @Timeout(120)
  void byArrivalTheEarliestTimestampIsServedFirst() throws Exception {
    assertThat(served("arrival")).containsExactlyElementsOf(order(aged(), longs(), shorts()));
  }

  @Test
  @Timeout(120)
  void shortestFirstServesShortOnesBeforeLongOnesButNotBeforeThoseThatHaveWaitedLong()
      throws Exception {
    assertThat(served("shortest")).containsExactlyElementsOf(order(aged(), shorts(), longs()));
  }

  private static List<Integer> order(IntStream first, IntStream second, IntStream third) {
    return Stream.of(IntStream.of(FIRST), first, second, third).flatMap(IntStream::boxed).toList();
  }

  private static IntStream longs() {
    return IntStream.rangeClosed(1, GROUP);
  }

  private static IntStream shorts() {
    return IntStream.rangeClosed(1 + GROUP, 2 * GROUP);
  }

  private static IntStream aged() {
    return IntStream.rangeClosed(1 + 2 * GROUP, 3 * GROUP);
  }

  /** The offsets of the prompts in the order of their answers. */
  private List<Integer> served(String order) throws Exception {
    Map<String, String> settings =
        Map.of(
            "model",
            TinyModel.directory(),
            "dtype",
            "fp32",
            "draft.kind",
            "none",
            "loop.max-active",
            "1",
            "loop.order",
            order);
    try (LocalJob job = LocalJob.start(directory, settings, slice -> slice)) {
      send(job);
      List<Integer> offsets = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> answer : job.committed("completions", 1 + 3 * GROUP)) {
        offsets.add(JSON.readTree(answer.value()).at("/sequence/offset").intValue());
      }
      return offsets;
    }
  }

  /** All in one batch, so that they are read at once. */
  private static void send(LocalJob job) {
    Instant now = Instant.now();
    Instant longAgo = now.minus(Duration.ofHours(1));
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", job.brokers(), "linger.ms", 1000),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      records.add(prompt(now, 500));
      longs().forEach(place -> records.add(prompt(now, 40)));
      shorts().forEach(place -> records.add(prompt(now, 1)));
      aged().forEach(place -> records.add(prompt(longAgo, 40)));
      assertThat(records.stream().map(producer::send).toList()).hasSize(1 + 3 * GROUP);
    }
  }

  private static ProducerRecord<byte[], byte[]> prompt(Instant timestamp, int tokens) {
    String value = "{\"prompt\": \"a\", \"temperature\": 0, \"max_tokens\": %d}".formatted(tokens);
    return new ProducerRecord<>(
        "prompts", 0, timestamp.toEpochMilli(), null, value.getBytes(UTF_8));
  }
}
