package io.dsd.tests.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.job.cluster.FlinkRest;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.YamlParserUtils;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * The job manager and the task managers of an overlay of {@code k8s/base}, as processes that run in
 * the image's folders with those manifests' settings, memory, Java options and environment.
 */
final class ImageProcesses implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What needs a Kubernetes, an object store or a Prometheus. */
  private static final List<String> ELSEWHERE =
      List.of("high-availability.", "s3.", "metrics.", "kubernetes.operator.");

  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final ImageLayout image;
  private final Path logs;
  private final JsonNode spec;
  private final Map<String, String> settings = new TreeMap<>();

  /**
   * Processes that have not been started.
   *
   * @param overlay a directory with a {@code deployment.yaml} that is merged into the base's
   */
  ImageProcesses(ImageLayout image, Path overlay, Path logs, int rpcPort, int restPort)
      throws Exception {
    this.image = image;
    this.logs = Files.createDirectories(logs);
    this.spec = spec(Path.of("../k8s/base"));
    JsonNode patch = spec(overlay);
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
            "heartbeat.timeout", "20 s",
            "io.tmp.dirs", Files.createDirectories(image.at("/tmp")).toString(),
            "jobmanager.memory.process.size", spec.at("/jobManager/resource/memory").asText(),
            "taskmanager.memory.process.size", patch.at("/taskManager/resource/memory").asText()));
    StringBuilder text = new StringBuilder();
    settings.forEach((key, value) -> text.append("%s: '%s'%n".formatted(key, value)));
    Files.writeString(image.flink("conf").resolve("config.yaml"), text);
    Files.writeString(
        image.flink("conf").resolve("log4j-console.properties"),
        """
        rootLogger.level = INFO
        rootLogger.appenderRef.console.ref = Console
        appender.console.name = Console
        appender.console.type = Console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d{ISO8601} %-5p %c{1.} %m%n
        """);
  }

  private static JsonNode spec(Path directory) throws Exception {
    File file = directory.resolve("deployment.yaml").toFile();
    return JSON.valueToTree(YamlParserUtils.loadYamlFile(file)).path("spec");
  }

  private String here(String value) {
    return value.replace("s3://dsd", image.at("/s3").toUri().toString());
  }

  /**
   * Starts the job manager with the manifest's job, as {@code standalone-job.sh} does.
   *
   * @param configuration what {@code /etc/dsd/dsd.yaml} is
   */
  void startJobManager(Path configuration) throws IOException {
    Configuration flink = Configuration.fromMap(settings);
    JobManagerProcessSpec process = JobManagerProcessUtils.processSpecFromConfig(flink);
    List<String> command =
        new ArrayList<>(words(JobManagerProcessUtils.generateJvmParametersStr(process, flink)));
    command.addAll(
        List.of(
            "-cp",
            image.classPath()
                + File.pathSeparator
                + Path.of("target/test-classes").toAbsolutePath(),
            ImageEntryPoint.class.getName(),
            "--configDir",
            image.flink("conf").toString(),
            "--job-classname",
            spec.at("/job/entryClass").asText()));
    for (JsonNode argument : spec.at("/job/args")) {
      command.add(argument.asText().replace("/etc/dsd/dsd.yaml", configuration.toString()));
    }
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
    List<String> command =
        new ArrayList<>(words(ProcessMemoryUtils.generateJvmParametersStr(process)));
    command.addAll(
        List.of(
            "-cp",
            image.classPath(),
            TaskManagerRunner.class.getName(),
            "--configDir",
            image.flink("conf").toString()));
    command.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(process)));
    command.add("-Dtaskmanager.resource-id=" + name);
    command.addAll(more);
    start(name, command);
  }

  private void start(String name, List<String> command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(words(settings.get("env.java.opts.all")));
    // they have to start soon here, not to run for weeks
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.add(
        "-Dlog4j.configurationFile="
            + image.flink("conf").resolve("log4j-console.properties").toUri());
    line.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log(name).toFile()))
            // the image's working directory: task managers look for usrlib/ in it
            .directory(image.at("/opt/flink").toFile());
    builder.environment().putAll(environment());
    processes.put(name, builder.start());
  }

  /** The manifest's, but for what each pod keeps to itself, and what Flink's scripts add. */
  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    for (JsonNode each : spec.at("/podTemplate/spec/containers/0/env")) {
      if (each.has("value") && !each.path("name").asText().equals("DJL_CACHE_DIR")) {
        environment.put(each.path("name").asText(), each.path("value").asText());
      }
    }
    environment.put("FLINK_HOME", image.at("/opt/flink").toString());
    environment.put("FLINK_LIB_DIR", image.flink("lib").toString());
    environment.put("FLINK_PLUGINS_DIR", image.flink("plugins").toString());
    environment.put("FLINK_CONF_DIR", image.flink("conf").toString());
    return environment;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+", -1)).toList();
  }

  /** The job manager's REST interface. */
  FlinkRest rest() {
    return new FlinkRest("127.0.0.1:" + settings.get("rest.port"), new Configuration());
  }

  /** Fails if a process has ended. */
  void requireAlive() {
    processes.forEach(
        (name, process) -> {
          if (!process.isAlive()) {
            throw new AssertionError(
                "%s ended with status %d; see %s".formatted(name, process.exitValue(), log(name)));
          }
        });
  }

  private Path log(String name) {
    return logs.resolve(name + ".log");
  }

  @Override
  public void close() {
    processes.values().forEach(Process::destroyForcibly);
    processes.values().forEach(process -> process.onExit().join());
  }
}
