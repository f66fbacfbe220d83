package io.dsd.tests.backlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.tests.backlog.Observations.Observation;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.TinyModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred thousand prompts that all lie there at once. So many are answered here as {@code
 * -Ddsd.backlog.answers} says; without it a part, after which everything looks as it does to the
 * end.
 */
@Tag("alone")
class BacklogTest {

  private static final int BACKLOG = 100_000;
  private static final int ANSWERS = Integer.getInteger("dsd.backlog.answers", 27_000);

  /** While its code is compiled the job is slower, and has less on its way at a time. */
  private static final int WARM_UP = ANSWERS / 4;

  private static final int LOOKS = 12;
  private static final int ACTIVE = 64;
  private static final int WAITING = 200;

  /** What the gate lets through after it closes: what is on its way (DraftDesk). */
  private static final int MOST_WAITING = 2 * WAITING + 1000 + 1;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MEBIBYTE = 1 << 20;

  @TempDir private Path directory;

  @Test
  @Timeout(1200)
  void stateAndMemoryStayFlatCheckpointsGoOnAndAnswersComeInOrder() throws Exception {
    Map<String, String> settings =
        Map.of(
            "model",
            TinyModel.directory(),
            "dtype",
            "fp32",
            "checkpoint.interval",
            "500ms",
            "loop.max-active",
            Integer.toString(ACTIVE),
            "loop.max-waiting",
            Integer.toString(WAITING));
    try (LocalJob job = LocalJob.start(directory, settings, slice -> slice)) {
      send(job);
      Observations seen = new Observations(job);
      drain(job, seen);

      CheckpointStatsSnapshot checkpoints = job.graph().getCheckpointStatsSnapshot();
      List<Observation> all = seen.all();
      assertThat(all.get(all.size() - 1).failed()).isEqualTo(all.get(0).failed());
      for (int i = 1; i < all.size(); i++) {
        assertThat(all.get(i).completed()).isGreaterThan(all.get(i - 1).completed());
      }
      assertThat(checkpoints.getSummaryStats().getEndToEndDurationStats().getMaximum())
          .as("milliseconds of the longest checkpoint")
          .isLessThan(Duration.ofSeconds(10).toMillis());
      assertThat(checkpoints.getSummaryStats().getStateSizeStats().getMaximum())
          .as("bytes of the largest checkpoint")
          .isLessThan(MEBIBYTE / 2);
      assertThat(most(seen.late(), Observation::stateBytes))
          .isLessThan(most(seen.early(), Observation::stateBytes) + MEBIBYTE / 8);
      assertThat(most(seen.late(), Observation::heapBytes))
          .isLessThan(most(seen.early(), Observation::heapBytes) + 48 * MEBIBYTE);
      assertThat(all).anyMatch(one -> one.waiting().isPresent());
      assertThat(most(all, one -> one.waiting().orElse(0))).isBetween(1L, (long) MOST_WAITING);
    }
  }

  private static long most(List<Observation> some, ToLongFunction<Observation> what) {
    return some.stream().mapToLong(what).max().orElseThrow();
  }

  private static void send(LocalJob job) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", job.brokers(), "linger.ms", 50),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Future<RecordMetadata> last = CompletableFuture.failedFuture(new AssertionError("no prompt"));
      for (int prompt = 0; prompt < BACKLOG; prompt++) {
        byte[] value =
            "{\"prompt\": [%d], \"max_tokens\": 1}".formatted(3 + prompt % 300).getBytes(UTF_8);
        last = producer.send(new ProducerRecord<>("prompts", value));
      }
      producer.flush();
      assertThat(last.get().offset()).isEqualTo(BACKLOG - 1);
    }
  }

  /** Reads answers as they come, each once, in the order of the prompts. */
  private static void drain(LocalJob job, Observations seen) throws Exception {
    BitSet answered = new BitSet();
    int position = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", job.brokers(), "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition("completions", 0)));
      consumer.seekToBeginning(consumer.assignment());
      while (position < ANSWERS) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          JsonNode answer = JSON.readTree(record.value());
          int offset = answer.at("/sequence/offset").intValue();
          assertThat(answered.get(offset)).as("a second %s", answer).isFalse();
          assertThat(answer.at("/choices/0/token_ids").size()).isEqualTo(1);
          assertThat(offset).as("the place in line").isCloseTo(position, within(2 * ACTIVE));
          answered.set(offset);
          position++;
          int warm = position - WARM_UP;
          if (warm > 0 && warm % ((ANSWERS - WARM_UP) / LOOKS) == 0) {
            seen.look();
          }
        }
        assertThat(job.isAlive()).as("the job runs").isTrue();
      }
    }
    assertThat(answered.cardinality()).isEqualTo(position);
  }
}
