package io.dsd.tests.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.awaitility.Awaitility;

/** A Flink cluster: a job manager and task managers of one slot each, every one a process. */
final class FlinkProcesses implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<JavaProcess> processes = new ArrayList<>();
  private final Path directory;
  private final int restPort;

  private FlinkProcesses(Path directory, int restPort) {
    this.directory = directory;
    this.restPort = restPort;
  }

  /** Starts the processes and returns when all task managers have registered. */
  static FlinkProcesses start(Path directory, int taskManagers) throws IOException {
    FlinkProcesses cluster = new FlinkProcesses(directory, freePort());
    try {
      int rpcPort = freePort();
      cluster.start("jobmanager", StandaloneSessionClusterEntrypoint.class, rpcPort);
      for (int i = 0; i < taskManagers; i++) {
        cluster.start("taskmanager-" + i, TaskManagerRunner.class, rpcPort);
      }
      Awaitility.await("the task managers")
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(() -> cluster.get("/overview").path("taskmanagers").asInt() == taskManagers);
      return cluster;
    } catch (IOException | RuntimeException failure) {
      cluster.close();
      throw failure;
    }
  }

  private void start(String name, Class<?> entrypoint, int rpcPort) throws IOException {
    Path home = Files.createDirectories(directory.resolve(name));
    Files.writeString(home.resolve("config.yaml"), configuration(home, rpcPort));
    processes.add(
        JavaProcess.start(
            name,
            directory,
            FlinkDistribution.classPath(),
            List.of(
                "-Dlog4j2.configurationFile="
                    + Path.of("src/test/resources/log4j2-process.properties").toAbsolutePath()),
            List.of(entrypoint.getName(), "--configDir", home.toString())));
  }

  private String configuration(Path home, int rpcPort) {
    return """
    jobmanager.rpc.address: 127.0.0.1
    jobmanager.rpc.port: %d
    rest.address: 127.0.0.1
    rest.port: %d
    jobmanager.memory.process.size: 1g
    taskmanager.host: 127.0.0.1
    taskmanager.numberOfTaskSlots: 1
    taskmanager.cpu.cores: 1
    taskmanager.memory.framework.heap.size: 128m
    taskmanager.memory.framework.off-heap.size: 64m
    taskmanager.memory.task.heap.size: 128m
    taskmanager.memory.task.off-heap.size: 0m
    taskmanager.memory.managed.size: 16m
    taskmanager.memory.network.min: 64m
    taskmanager.memory.network.max: 64m
    taskmanager.memory.jvm-metaspace.size: 128m
    taskmanager.memory.jvm-overhead.min: 64m
    taskmanager.memory.jvm-overhead.max: 64m
    io.tmp.dirs: %s
    web.tmpdir: %s
    """
        .formatted(rpcPort, restPort, home, home);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Where jobs are submitted. */
  String address() {
    return "127.0.0.1:" + restPort;
  }

  /** What the job manager's REST interface answers. */
  JsonNode get(String path) throws IOException, InterruptedException {
    for (JavaProcess process : processes) {
      process.requireAlive();
    }
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address() + path)).build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  @Override
  public void close() {
    processes.forEach(JavaProcess::close);
  }
}
