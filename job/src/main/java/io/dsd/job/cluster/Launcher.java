package io.dsd.job.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Starts Java processes that outlive this one; everything they say is in their log. */
final class Launcher {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ClusterFolder folder;

  Launcher(ClusterFolder folder) {
    this.folder = folder;
  }

  /** Starts a process. */
  Process start(JavaProcess process) throws IOException {
    String name = process.name();
    Path scratch = Files.createDirectories(folder.scratch(name));
    List<String> line = new ArrayList<>();
    // a session of its own: closing the terminal, or Ctrl-C in it, does not end the cluster
    onPath("setsid").map(Path::toString).ifPresent(line::add);
    Optional<Path> environment = onPath("env").filter(program -> !process.variables().isEmpty());
    if (environment.isPresent()) {
      line.add(environment.get().toString());
      line.addAll(process.variables());
    }
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .forEach(line::add);
    line.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Djava.io.tmpdir=" + scratch,
            "-Dai.djl.offline=true",
            "-DOPT_OUT_TRACKING=true",
            "-Dlog4j2.configurationFile=" + logging()));
    line.addAll(process.options());
    line.addAll(List.of("-cp", process.classPath()));
    line.addAll(process.command());
    Files.createDirectories(folder.command(name).getParent());
    Files.writeString(folder.command(name), JSON.writeValueAsString(line));
    return run(name, line);
  }

  /** Starts a process once more, as it was started before. */
  Process again(String name) throws IOException {
    return run(
        name, List.of(JSON.readValue(Files.readString(folder.command(name)), String[].class)));
  }

  private Process run(String name, List<String> line) throws IOException {
    return new ProcessBuilder(line)
        .redirectInput(Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(folder.log(name).toFile()))
        .directory(folder.scratch(name).toFile())
        .start();
  }

  private Path logging() throws IOException {
    Path file = folder.configuration("logging").resolve("log4j2.properties");
    Files.createDirectories(file.getParent());
    return Files.writeString(
        file,
        """
        rootLogger.level = INFO
        rootLogger.appenderRef.console.ref = Console
        # it says the same hundreds of times a second while no broker answers
        logger.admin.name = org.apache.kafka.clients.admin.internals.AdminMetadataManager
        logger.admin.level = WARN
        appender.console.name = Console
        appender.console.type = Console
        appender.console.layout.type = PatternLayout
        appender.console.layout.pattern = %d{ISO8601} %-5p %c{1.} %m%n
        """);
  }

  private static Optional<Path> onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
