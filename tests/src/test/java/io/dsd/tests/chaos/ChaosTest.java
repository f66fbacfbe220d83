package io.dsd.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.cluster.ClusterPlan;
import io.dsd.job.cluster.MetricsPorts;
import io.dsd.job.cluster.TaskManagers;
import io.dsd.job.link.LinkShape;
import io.dsd.tests.cluster.LocalJob;
import io.dsd.tests.cluster.ProcessJob;
import io.dsd.tests.cluster.TinyModel;
import io.dsd.tests.process.FlinkDistribution;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Exactly once, proved: every prompt has one completion, that of plain decoding, while what it runs
 * on is killed again and again. {@code -Ddsd.chaos=long} for 300 prompts and 26 faults on four
 * slices, {@code -Ddsd.chaos.seed} for other ones.
 */
@Tag("processes")
class ChaosTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path HOME = Path.of("target", "chaos").toAbsolutePath();
  private static final boolean LONG = System.getProperty("dsd.chaos", "short").equals("long");
  private static final long SEED = Long.getLong("dsd.chaos.seed", 1);
  private static final int PROMPTS = LONG ? 300 : 60;
  private static final int SLICES = LONG ? 4 : 3;
  private static final int BETWEEN_MILLIS = LONG ? 5_000 : 1_500;
  private static final Map<String, String> SETTINGS = Map.of("checkpoint.interval", "300ms");
  private static final String LAST = "zz-last";

  @TempDir private Path directory;

  @Test
  @Timeout(1800)
  void everyPromptHasOneCompletionAndThatOfPlainDecodingWhateverIsKilled() throws Exception {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    FileUtils.deleteDirectory(HOME.toFile());
    Random random = new Random(SEED);
    List<Fault> faults = LONG ? Fault.many(random) : Fault.few(random);
    List<byte[]> prompts = IntStream.range(0, PROMPTS).mapToObj(i -> prompt(i, random)).toList();
    Map<String, String> expected = plain(prompts);

    try (ProcessJob job = ProcessJob.start(HOME.resolve("cluster"), plan());
        KafkaProducer<byte[], byte[]> producer = producer(job)) {
      job.makeTopics();
      job.submit(SETTINGS, Optional.empty());
      Disturber disturber = new Disturber(job, SETTINGS, SLICES, random);
      send(producer, prompts.subList(0, 1));
      job.answers(1);
      int sent = 1;
      for (int i = 0; i < faults.size(); i++) {
        int next = Math.max(sent, PROMPTS * (i + 1) / faults.size());
        send(producer, prompts.subList(sent, next));
        sent = next;
        disturber.rest(BETWEEN_MILLIS);
        disturber.strike(faults.get(i));
      }
      job.answers(PROMPTS);
      // whatever might still come twice is there before the answer to this one
      send(producer, List.of(record(LAST, "Good night", 3, 0)));
      List<JsonNode> answers = job.answers(PROMPTS + 1);

      assertThat(answers)
          .extracting(answer -> answer.path("id").asText())
          .endsWith(LAST)
          .doesNotHaveDuplicates()
          .hasSize(PROMPTS + 1);
      assertThat(contents(answers.subList(0, PROMPTS))).isEqualTo(expected);
      long replays =
          answers.stream().mapToLong(each -> each.at("/speculation/replays").asLong()).sum();
      assertThat(replays).as("sequences that a fault has met").isPositive();
      report(disturber, replays);
    }
  }

  private static void report(Disturber disturber, long replays) throws Exception {
    List<String> lines = new ArrayList<>(disturber.done());
    lines.add(
        "seed %d: %d prompts, %d faults, %d replays; every prompt has one completion, that of plain decoding"
            .formatted(SEED, PROMPTS, lines.size(), replays));
    Files.write(HOME.resolve("report.txt"), lines);
    System.out.println(lines.get(lines.size() - 1));
  }

  private static ClusterPlan plan() {
    LinkShape links = new LinkShape(Duration.ofMillis(1), Duration.ZERO, LinkShape.UNLIMITED);
    return new ClusterPlan(
        new TaskManagers(SLICES, false, 1, 1),
        links,
        MetricsPorts.none(),
        TinyModel.directory(),
        "fp32",
        MemorySize.ofMebiBytes(1),
        0,
        0,
        false);
  }

  /** What one slice without a draft answers when nothing disturbs it. */
  private Map<String, String> plain(List<byte[]> prompts) throws Exception {
    Map<String, String> settings =
        Map.of(
            "model", TinyModel.directory(), "slices", "1", "dtype", "fp32", "draft.kind", "none");
    try (LocalJob job = LocalJob.start(directory, settings, UnaryOperator.identity())) {
      job.send(prompts);
      return contents(job.completions(prompts.size()).values());
    }
  }

  private static Map<String, String> contents(Iterable<JsonNode> answers) {
    Map<String, String> contents = new TreeMap<>();
    for (JsonNode answer : answers) {
      JsonNode choice = answer.at("/choices/0");
      assertThat(choice.isMissingNode()).as("%s", answer).isFalse();
      contents.put(
          answer.path("id").asText(),
          "%s %s %s"
              .formatted(
                  choice.path("finish_reason"), choice.path("token_ids"), choice.path("text")));
    }
    return contents;
  }

  private static byte[] prompt(int number, Random random) {
    return record(
        "chaos-%03d".formatted(number),
        "Number %d of many".formatted(number),
        100 + random.nextInt(300),
        number);
  }

  /** Every other one is sampled. */
  private static byte[] record(String id, String text, int tokens, int seed) {
    return JSON.createObjectNode()
        .put("id", id)
        .put("prompt", text)
        .put("max_tokens", tokens)
        .put("temperature", seed % 2 == 0 ? 0 : 0.8)
        .put("seed", seed)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static KafkaProducer<byte[], byte[]> producer(ProcessJob job) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", job.brokers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, List<byte[]> records)
      throws Exception {
    for (byte[] record : records) {
      producer.send(new ProducerRecord<>("prompts", record)).get();
    }
  }
}
