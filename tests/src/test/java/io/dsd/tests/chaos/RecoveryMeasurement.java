package io.dsd.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.cluster.ClusterPlan;
import io.dsd.job.cluster.MetricsPorts;
import io.dsd.job.cluster.TaskManagers;
import io.dsd.job.link.LinkShape;
import io.dsd.tests.cluster.ProcessJob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * How long each kind of fault keeps a job from its next tokens: {@code -Ddsd.recovery=MODEL}, which
 * takes about ten minutes on the default model.
 */
@Tag("alone")
@EnabledIfSystemProperty(named = "dsd.recovery", matches = ".+")
class RecoveryMeasurement {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path HOME = Path.of("target", "recovery").toAbsolutePath();
  private static final Path REPORT = HOME.resolve("report.txt");
  private static final int TIMES = Integer.getInteger("dsd.recovery.times", 5);
  private static final int SLICES = 3;
  private static final Map<String, String> SETTINGS = Map.of("kafka.deltas.enabled", "true");
  private static final String TEXT = "The history of the lighthouse begins with fires on hills. ";

  private static ProcessJob job;
  private static KafkaProducer<byte[], byte[]> producer;
  private static int sent;

  @BeforeAll
  static void start() throws Exception {
    FileUtils.deleteDirectory(HOME.toFile());
    LinkShape links = new LinkShape(Duration.ofMillis(1), Duration.ZERO, LinkShape.UNLIMITED);
    ClusterPlan plan =
        new ClusterPlan(
            new TaskManagers(SLICES, false, 1, 1),
            links,
            MetricsPorts.none(),
            System.getProperty("dsd.recovery"),
            "bf16",
            MemorySize.parse("256k"),
            0,
            0,
            false);
    job = ProcessJob.start(HOME.resolve("cluster"), plan);
    job.makeTopics();
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", job.brokers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  static void stop() {
    producer.close();
    job.close();
  }

  @Test
  void aKilledTaskManagerWithAWarmSpare() throws Exception {
    for (int slice = 0; slice < SLICES; slice++) {
      String victim = "slice-" + slice;
      List<Recovery> recoveries = new ArrayList<>();
      for (int i = 0; i < TIMES; i++) {
        begin();
        assertThat(job.places()).containsEntry(victim, victim);
        long fault = System.currentTimeMillis();
        job.cluster().kill(victim);
        recoveries.add(Recovery.of(job, fault, firstTokens(fault)));
        assertThat(job.places()).containsEntry(victim, "spare-0");
        job.cluster().restart(victim);
        end();
      }
      report("kill -9 of " + victim + ", warm spare", recoveries);
    }
  }

  @Test
  void aKilledTaskManagerThatIsStartedAgain() throws Exception {
    List<Recovery> recoveries = new ArrayList<>();
    job.cluster().kill("spare-0");
    for (int i = 0; i < TIMES; i++) {
      begin();
      long fault = System.currentTimeMillis();
      job.cluster().kill("slice-1");
      job.cluster().restart("slice-1");
      recoveries.add(Recovery.of(job, fault, firstTokens(fault)));
      end();
    }
    job.cluster().restart("spare-0");
    report("kill -9 of slice-1, no spare, started again at once", recoveries);
  }

  @Test
  void aKilledJobManagerThatIsStartedAgain() throws Exception {
    List<Recovery> recoveries = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      begin();
      long fault = System.currentTimeMillis();
      job.cluster().kill("jobmanager");
      job.cluster().restart("jobmanager");
      recoveries.add(Recovery.of(job, fault, firstTokens(fault)));
      end();
    }
    report("kill -9 of the job manager, started again at once", recoveries);
  }

  @Test
  void whatDoesNotRestartTheJob() throws Exception {
    begin();
    long brokerGone = System.currentTimeMillis();
    job.cluster().kill("broker");
    job.cluster().restart("broker");
    long brokerBack = System.currentTimeMillis();
    report(
        "kill -9 of the broker, back after %d ms: next tokens %d ms after that"
            .formatted(brokerBack - brokerGone, arrival(brokerBack) - brokerBack));

    long stalled = System.currentTimeMillis();
    job.cluster().stall("slice-1", Duration.ofSeconds(30));
    long goesOn = stalled + 30_000;
    report(
        "the link to slice-1 stalled for 30 s: next tokens %d ms after that"
            .formatted(arrival(goesOn) - goesOn));

    job.cluster().pause("slice-1", Duration.ofSeconds(5));
    long awake = System.currentTimeMillis();
    report(
        "slice-1 stands still for 5 s: next tokens %d ms after that"
            .formatted(arrival(awake) - awake));
    assertThat(job.status().orElseThrow().at("/timestamps/RESTARTING").asLong()).isZero();

    long frozen = System.currentTimeMillis();
    job.cluster().pause("slice-1", Duration.ofSeconds(20));
    Recovery recovery = Recovery.of(job, frozen, firstTokens(frozen + 1_000));
    report("slice-1 stands still for 20 s, warm spare", List.of(recovery));
    end();
  }

  /** Starts the job, and returns when it is in the middle of an answer. */
  private static void begin() throws Exception {
    job.submit(SETTINGS, Optional.empty());
    String text = "%d. %s".formatted(++sent, TEXT.repeat(20));
    byte[] prompt =
        JSON.createObjectNode()
            .put("prompt", text)
            .put("max_tokens", 1_500)
            .put("temperature", 0.8)
            .put("seed", sent)
            .put("stream", true)
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    long before = System.currentTimeMillis();
    producer.send(new ProducerRecord<>("prompts", prompt)).get();
    try (KafkaConsumer<byte[], byte[]> deltas = deltas()) {
      int[] pieces = new int[1];
      ProcessJob.await(
          "pieces of an answer",
          () -> {
            for (ConsumerRecord<byte[], byte[]> record : deltas.poll(Duration.ofMillis(50))) {
              pieces[0] += record.timestamp() > before ? 1 : 0;
            }
            return pieces[0] >= 20;
          });
    }
  }

  /** Ends the job, also one that a failed measurement has left. */
  @AfterEach
  void end() throws Exception {
    if (job.isKnown()) {
      job.cancel();
    }
  }

  private static KafkaConsumer<byte[], byte[]> deltas() {
    KafkaConsumer<byte[], byte[]> consumer = job.consumer("deltas");
    consumer.seekToEnd(consumer.assignment());
    return consumer;
  }

  /** When the job wrote the first piece after it was restarted. */
  private static long firstTokens(long fault) {
    ProcessJob.await(
        "the restart",
        () ->
            job.status().stream()
                    .flatMap(each -> each.path("timestamps").properties().stream())
                    .anyMatch(each -> each.getValue().asLong() > fault)
                && job.runs());
    try (KafkaConsumer<byte[], byte[]> all = job.consumer("deltas")) {
      Recovery open = Recovery.of(job, fault, 0);
      long running = fault + open.total() - open.prefill();
      return first(all, written -> written >= running);
    }
  }

  private static long first(KafkaConsumer<byte[], byte[]> deltas, LongPredicate late) {
    long[] found = new long[1];
    ProcessJob.await(
        "new tokens",
        () -> {
          for (ConsumerRecord<byte[], byte[]> record : deltas.poll(Duration.ofMillis(20))) {
            if (found[0] == 0 && late.test(record.timestamp())) {
              found[0] = record.timestamp();
            }
          }
          return found[0] != 0;
        });
    return found[0];
  }

  /** When the first piece that was written after a moment has come. */
  private static long arrival(long after) {
    try (KafkaConsumer<byte[], byte[]> deltas = job.consumer("deltas")) {
      first(deltas, written -> written >= after);
      return System.currentTimeMillis();
    }
  }

  private static void report(String fault, List<Recovery> recoveries) throws Exception {
    report(fault + ": " + Recovery.medians(recoveries));
    for (Recovery each : recoveries) {
      report("  " + each);
    }
  }

  private static void report(String line) throws Exception {
    System.out.println(line);
    Files.writeString(REPORT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
