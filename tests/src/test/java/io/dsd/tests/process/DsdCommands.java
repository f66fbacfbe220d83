package io.dsd.tests.process;

import io.dsd.job.command.Dsd;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** {@code ./dsd}, each time a process of its own; what it says and logs is kept in a directory. */
final class DsdCommands {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Path directory;
  private final Map<String, String> environment;
  private int number;

  /** Commands with a cache of their own, and more in their environment than this process has. */
  DsdCommands(Path directory, Path cache, Map<String, String> environment) {
    this.directory = directory;
    this.environment = new HashMap<>(environment);
    this.environment.put("DSD_CACHE", cache.toString());
  }

  /** What a command prints that ends well. */
  List<String> run(String... arguments) throws IOException, InterruptedException {
    return run(0, arguments);
  }

  /** What a command prints that ends with a status. */
  List<String> run(int status, String... arguments) throws IOException, InterruptedException {
    String name = "dsd-" + number++ + "-" + arguments[0];
    try (JavaProcess command =
        JavaProcess.start(
            name,
            directory,
            Redirect.PIPE,
            System.getProperty("java.class.path"),
            List.of(
                "-Ddsd.jar=" + FlinkDistribution.jobJar(),
                "-Dlog4j2.configurationFile=dsd-log4j2.xml",
                "-Ddsd.log=" + directory.resolve(name + ".log")),
            Stream.concat(Stream.of(Dsd.class.getName()), Stream.of(arguments)).toList(),
            environment)) {
      return command.lines(PATIENCE, Set.of(status));
    }
  }

  /** The arguments of a line that a command printed to be typed. */
  static String[] typed(List<String> printed, String command) {
    return printed.stream()
        .filter(line -> line.startsWith("./dsd " + command))
        .findFirst()
        .orElseThrow(() -> new AssertionError(printed))
        .substring("./dsd ".length())
        .split(" ", -1);
  }
}
