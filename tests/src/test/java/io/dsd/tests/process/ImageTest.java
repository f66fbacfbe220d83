package io.dsd.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.kafka.broker.EmbeddedBroker;
import io.dsd.kafka.option.RecordLimit;
import io.dsd.tests.cluster.TinyModel;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image without a container: its folders as k8s/Dockerfile lays them out, the model fetched by
 * the init container's script, and the processes of the overlay for several regions: the operator's
 * job manager and task manager of slice 0, and those of the other slices' Deployments.
 */
class ImageTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path LOGS = Path.of("target", "image").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path OVERLAY = Path.of("../k8s/overlays/multi-region");
  private static final Pattern ARGUMENT = Pattern.compile("\"(-D[^\"]+)\"");
  private static final long POD_MEBIBYTES = 2816;
  private static final int TOKENS = 16;

  @TempDir private Path directory;

  @Test
  @Timeout(300)
  void theJobRunsFromTheImagesFoldersWithEverySliceWhereItsDeploymentSays() throws Exception {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    FileUtils.deleteDirectory(LOGS.toFile());
    ImageLayout image = ImageLayout.make(LOGS.resolve("root"));
    Path model = fetch(image);
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(directory.resolve("broker"), RecordLimit.standard());
        ImageProcesses cluster = new ImageProcesses(image, OVERLAY, freePort(), freePort())) {
      KafkaConsole kafka = new KafkaConsole(LOGS.resolve("kafka"), broker.bootstrapServers());
      for (String topic : List.of("prompts", "completions", "deltas", "dead-letters")) {
        kafka.create(topic);
      }
      cluster.startJobManager(configuration(model, broker.bootstrapServers()));
      // in another order than their slices'
      cluster.startTaskManager("taskmanager-2", arguments("slice-2-ap-southeast-1"));
      cluster.startTaskManager("taskmanager-1", arguments("slice-1-us-east-1"));
      cluster.startTaskManager("taskmanager-0", List.of());

      kafka.produce(
          "prompts",
          List.of(
              "trace:7\tfirst\t{\"prompt\": \"The river\", \"max_tokens\": %d, \"temperature\": 0}"
                  .formatted(TOKENS)));
      assertThat(kafka.consume("completions", 1, PATIENCE))
          .singleElement()
          .satisfies(
              line ->
                  assertThat(
                          JSON.readTree(line.substring(line.indexOf("\t{") + 1))
                              .at("/choices/0/token_ids"))
                      .isEqualTo(golden()));
      assertThat(places(cluster))
          .containsEntry("slice-0", "taskmanager-0")
          .containsEntry("slice-1", "taskmanager-1")
          .containsEntry("slice-2", "taskmanager-2");
      List<Long> resident = cluster.resident();
      Files.writeString(LOGS.resolve("resident.txt"), resident.toString());
      // what the pod has, all of it for a model that needs next to nothing
      assertThat(resident.subList(1, 4)).allMatch(kibibytes -> kibibytes < POD_MEBIBYTES * 1024);
    }
  }

  /** What a slice's part of the overlay adds to the arguments of its task managers. */
  private static List<String> arguments(String folder) throws Exception {
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
  private static Map<String, String> places(ImageProcesses cluster) throws Exception {
    Map<String, String> places = new HashMap<>();
    String job = cluster.get("/jobs").at("/jobs/0/id").asText();
    for (JsonNode vertex : cluster.get("/jobs/" + job).path("vertices")) {
      String id = vertex.path("id").asText();
      JsonNode task = cluster.get("/jobs/" + job + "/vertices/" + id).at("/subtasks/0");
      places.put(vertex.path("name").asText(), task.path("taskmanager-id").asText());
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
                .formatted(
                    HexFormat.of().formatHex(sum), file.getFileName(), file.toUri().toString()));
      }
    }
    Path models = Files.createDirectories(image.at("/models"));
    Process fetch =
        new ProcessBuilder(
                image.at("/opt/dsd/fetch-model").toString(),
                Files.writeString(directory.resolve("model.files"), list).toString(),
                models.toString())
            .redirectErrorStream(true)
            .redirectOutput(LOGS.resolve("fetch-model.log").toFile())
            .start();
    assertThat(fetch.waitFor()).as("see %s", LOGS.resolve("fetch-model.log")).isZero();
    return models.resolve("target");
  }

  /** The overlay's settings, for that model and this machine's broker. */
  private Path configuration(Path model, String brokers) throws Exception {
    String text =
        Files.readString(OVERLAY.resolve("dsd.yaml"))
            .replaceFirst("(?m)^model: .*$", "model: " + model)
            .replaceFirst("bootstrap-servers: .*", "bootstrap-servers: " + brokers)
            .concat("dtype: fp32\n");
    return Files.writeString(directory.resolve("dsd.yaml"), text);
  }

  private static JsonNode golden() throws Exception {
    JsonNode cases =
        JSON.readTree(Path.of(TinyModel.directory(), "golden.json").toFile()).path("cases");
    return JSON.valueToTree(
        IntStream.range(0, TOKENS)
            .map(i -> cases.path(0).path("greedy").path(i).asInt())
            .toArray());
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
