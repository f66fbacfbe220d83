package io.dsd.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.cluster.FlinkRest;
import io.dsd.kafka.admin.BrokerAdmin;
import io.dsd.kafka.admin.Topics;
import io.dsd.kafka.broker.EmbeddedBroker;
import io.dsd.kafka.option.KafkaOptions;
import io.dsd.kafka.option.RecordLimit;
import io.dsd.tests.cluster.TinyModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image without a container: its folders as k8s/Dockerfile lays them out, the model fetched by
 * the init container's script, and the processes of the overlay for several regions: the operator's
 * job manager and task manager of slice 0, and those of the other slices' Deployments.
 */
@Tag("processes")
class ImageTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path HOME = Path.of("target", "image").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path OVERLAY = Path.of("../k8s/overlays/multi-region");
  private static final Pattern ARGUMENT = Pattern.compile("\"(-D[^\"]+)\"");
  private static final int TOKENS = 16;

  @TempDir private Path directory;

  @Test
  @Timeout(180)
  void theJobRunsFromTheImagesFoldersWithEverySliceWhereItsDeploymentSays() throws Exception {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    FileUtils.deleteDirectory(HOME.toFile());
    ImageLayout image = ImageLayout.make(HOME.resolve("root"));
    Path model = fetch(image);
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(directory.resolve("broker"), RecordLimit.standard());
        ImageProcesses cluster =
            new ImageProcesses(
                image, OVERLAY, HOME.resolve("logs"), FreePorts.one(), FreePorts.one())) {
      String brokers = broker.bootstrapServers();
      makeTopics(brokers);
      cluster.startJobManager(configuration(model, brokers));
      // in another order than their slices'
      cluster.startTaskManager("taskmanager-2", arguments("slice-2-ap-southeast-1"));
      cluster.startTaskManager("taskmanager-1", arguments("slice-1-us-east-1"));
      cluster.startTaskManager("taskmanager-0", List.of());

      send(brokers);
      assertThat(completion(cluster, brokers).at("/choices/0/token_ids"))
          .isEqualTo(TinyModel.afterTheRiver(TOKENS));
      assertThat(places(cluster.rest()))
          .containsEntry("slice-0", "taskmanager-0")
          .containsEntry("slice-1", "taskmanager-1")
          .containsEntry("slice-2", "taskmanager-2");
    }
  }

  /** What a slice's part of the overlay adds to the arguments of its task managers. */
  private static List<String> arguments(String folder) throws IOException {
    List<String> arguments =
        ARGUMENT
            .matcher(Files.readString(OVERLAY.resolve(folder).resolve("kustomization.yaml")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(arguments).hasSize(2);
    return arguments;
  }

  /** Which task manager each slice runs on. */
  private static Map<String, String> places(FlinkRest flink) throws IOException {
    Map<String, String> places = new HashMap<>();
    String job = "/jobs/" + flink.get("/jobs").at("/jobs/0/id").asText();
    for (JsonNode vertex : flink.get(job).path("vertices")) {
      JsonNode task = flink.get(job + "/vertices/" + vertex.path("id").asText());
      places.put(vertex.path("name").asText(), task.at("/subtasks/0/taskmanager-id").asText());
    }
    return places;
  }

  /** What the init container does, from files of this machine. */
  private Path fetch(ImageLayout image) throws Exception {
    StringBuilder list = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of(TinyModel.directory()))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        list.append(
            "%s target/%s %s%n"
                .formatted(HexFormat.of().formatHex(sum), file.getFileName(), file.toUri()));
      }
    }
    Path models = Files.createDirectories(image.at("/models"));
    Path log = HOME.resolve("fetch-model.log");
    Process fetch =
        new ProcessBuilder(
                image.at("/opt/dsd/fetch-model").toString(),
                Files.writeString(directory.resolve("model.files"), list).toString(),
                models.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(fetch.waitFor()).as("see %s", log).isZero();
    return models.resolve("target");
  }

  /** The overlay's settings, for that model and this machine's broker. */
  private Path configuration(Path model, String brokers) throws IOException {
    String text =
        Files.readString(OVERLAY.resolve("dsd.yaml"))
            .replaceFirst("(?m)^model: .*$", "model: " + model)
            .replaceFirst("bootstrap-servers: .*", "bootstrap-servers: " + brokers)
            .concat("dtype: fp32\n");
    return Files.writeString(directory.resolve("dsd.yaml"), text);
  }

  private static void makeTopics(String brokers) {
    KafkaOptions kafka = KafkaOptions.standard(brokers);
    try (BrokerAdmin admin = new BrokerAdmin(kafka)) {
      new Topics(admin).ensure(Topics.plans(kafka, 1, (short) 1));
    }
  }

  private static void send(String brokers) throws Exception {
    byte[] prompt =
        "{\"prompt\": \"The river\", \"max_tokens\": %d, \"temperature\": 0}"
            .formatted(TOKENS)
            .getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", brokers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("prompts", prompt)).get();
    }
  }

  private static JsonNode completion(ImageProcesses cluster, String brokers) throws IOException {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed");
    List<byte[]> completions = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition("completions", 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Awaitility.await("a completion")
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInSameThread()
          .until(
              () -> {
                cluster.requireAlive();
                consumer
                    .poll(Duration.ofMillis(200))
                    .forEach(record -> completions.add(record.value()));
                return !completions.isEmpty();
              });
    }
    return JSON.readTree(completions.get(0));
  }
}
