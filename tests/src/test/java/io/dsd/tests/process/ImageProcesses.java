package io.dsd.tests.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.YamlParserUtils;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * The job manager and the task managers of an overlay of {@code k8s/base}, as processes that run
 * from the image's folders with those manifests' settings, memory, Java options and environment.
 */
final class ImageProcesses implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What needs a Kubernetes, an object store or a Prometheus. */
  private static final List<String> ELSEWHERE =
      List.of("high-availability.", "s3.", "metrics.", "kubernetes.operator.");

  private final List<Process> processes = new ArrayList<>();
  private final ImageLayout image;
  private final JsonNode spec;
  private final Map<String, String> settings;

  ImageProcesses(ImageLayout image, Path overlay, int rpcPort, int restPort) throws Exception {
    this.image = image;
    this.spec = spec(Path.of("../k8s/base"));
    JsonNode patch = spec(overlay);
    this.settings = new TreeMap<>();
    for (JsonNode each : List.of(spec, patch)) {
      each.path("flinkConfiguration")
          .properties()
          .forEach(entry -> settings.put(entry.getKey(), here(entry.getValue().asText())));
    }
    settings.keySet().removeIf(key -> ELSEWHERE.stream().anyMatch(key::startsWith));
    settings.putAll(
        Map.of(
            "jobmanager.rpc.address", "127.0.0.1",
            "jobmanager.rpc.port", Integer.toString(rpcPort),
            "rest.address", "127.0.0.1",
            "rest.port", Integer.toString(restPort),
            "taskmanager.host", "127.0.0.1",
            // this machine does much else
            "heartbeat.timeout", "10 s",
            "io.tmp.dirs", Files.createDirectories(image.at("/tmp")).toString(),
            "jobmanager.memory.process.size", spec.at("/jobManager/resource/memory").asText(),
            "taskmanager.memory.process.size", patch.at("/taskManager/resource/memory").asText()));
    StringBuilder text = new StringBuilder();
    settings.forEach((key, value) -> text.append("%s: '%s'%n".formatted(key, value)));
    Files.writeString(
        Files.createDirectories(image.at("/opt/flink/conf")).resolve("config.yaml"), text);
  }

  private static JsonNode spec(Path directory) throws Exception {
    File file = directory.resolve("deployment.yaml").toFile();
    return JSON.valueToTree(YamlParserUtils.loadYamlFile(file)).path("spec");
  }

  private String here(String value) {
    return value.replace("s3://dsd", image.at("/s3").toUri().toString());
  }

  /** Starts the job manager with the manifest's job. */
  void startJobManager(Path configuration) throws IOException {
    List<String> command = new ArrayList<>(List.of("-Xmx512m"));
    command.addAll(
        List.of(
            "-cp",
            libraries() + File.pathSeparator + Path.of("target", "test-classes").toAbsolutePath(),
            ImageEntryPoint.class.getName(),
            conf(),
            spec.at("/job/entryClass").asText()));
    spec.at("/job/args")
        .forEach(
            each ->
                command.add(
                    each.asText().equals("/etc/dsd/dsd.yaml")
                        ? configuration.toString()
                        : each.asText()));
    start("jobmanager", command);
  }

  /**
   * Starts a task manager as {@code taskmanager.sh} does.
   *
   * @param more further arguments, such as {@code -Dkey=value}
   */
  void startTaskManager(String name, List<String> more) throws IOException {
    TaskExecutorProcessSpec process =
        TaskExecutorProcessUtils.processSpecFromConfig(Configuration.fromMap(settings));
    List<String> command = new ArrayList<>();
    command.addAll(words(ProcessMemoryUtils.generateJvmParametersStr(process)));
    command.addAll(
        List.of("-cp", libraries(), TaskManagerRunner.class.getName(), "--configDir", conf()));
    command.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(process)));
    command.add("-Dtaskmanager.resource-id=" + name);
    command.addAll(more);
    start(name, command);
  }

  private void start(String name, List<String> command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(words(settings.get("env.java.opts.all")));
    line.add(
        "-Dlog4j2.configurationFile="
            + Path.of("src/test/resources/log4j2-process.properties").toAbsolutePath());
    line.addAll(command);
    Path log = image.root().resolveSibling(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .directory(image.root().toFile());
    builder.environment().putAll(environment());
    processes.add(builder.start());
  }

  /** The manifest's, but for what each pod keeps to itself. */
  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    spec.at("/podTemplate/spec/containers/0/env")
        .forEach(
            each -> {
              if (each.has("value") && !each.path("name").asText().equals("DJL_CACHE_DIR")) {
                environment.put(each.path("name").asText(), each.path("value").asText());
              }
            });
    environment.put("FLINK_HOME", image.at("/opt/flink").toString());
    return environment;
  }

  private String libraries() {
    return image.at("/opt/flink/lib").resolve("*").toString();
  }

  private String conf() {
    return image.at("/opt/flink/conf").toString();
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).toList();
  }

  /** What the job manager's REST interface answers. */
  JsonNode get(String path) throws IOException, InterruptedException {
    requireAlive();
    URI uri = URI.create("http://127.0.0.1:" + settings.get("rest.port") + path);
    return JSON.readTree(
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
            .body());
  }

  /** The most memory that each process has had so far, in KiB, the job manager's first. */
  List<Long> resident() throws IOException {
    List<Long> kibibytes = new ArrayList<>();
    for (Process process : processes) {
      String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
      kibibytes.add(Long.valueOf(status.replaceFirst("(?s).*VmHWM:\\s+(\\d+) kB.*", "$1")));
    }
    return kibibytes;
  }

  private void requireAlive() throws IOException {
    for (Process process : processes) {
      if (!process.isAlive()) {
        try (Stream<Path> logs = Files.list(image.root().resolveSibling("."))) {
          throw new AssertionError(
              "a process ended with %d; see %s"
                  .formatted(process.exitValue(), logs.filter(Files::isRegularFile).toList()));
        }
      }
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }
}
