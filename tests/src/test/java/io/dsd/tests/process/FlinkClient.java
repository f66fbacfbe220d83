package io.dsd.tests.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.client.cli.CliFrontend;

/**
 * What {@code bin/flink} is: Flink's client in a process of its own, with {@code conf/} below its
 * directory and {@code lib/} on its class path.
 */
final class FlinkClient {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Pattern JOB = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed. Path: (\\S+)");

  private final Path home;

  /** A client below {@code home} of the cluster whose REST interface is at {@code address}. */
  FlinkClient(Path home, String address) throws IOException {
    this.home = home;
    String[] parts = address.split(":", 2);
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(
        home.resolve("conf").resolve("config.yaml"),
        "rest.address: %s%nrest.port: %s%n".formatted(parts[0], parts[1]));
  }

  /** {@code flink run -d ...}; the job's id. */
  String run(String... arguments) throws Exception {
    return find(JOB, flink(Stream.concat(Stream.of("run", "-d"), Stream.of(arguments)).toList()));
  }

  /** {@code flink stop --savepointPath DIRECTORY JOB}; where the savepoint is. */
  String stop(Path savepoints, String job) throws Exception {
    return find(
        SAVEPOINT, flink(List.of("stop", "--savepointPath", savepoints.toUri().toString(), job)));
  }

  /** {@code flink cancel JOB}. */
  void cancel(String job) throws Exception {
    flink(List.of("cancel", job));
  }

  private List<String> flink(List<String> arguments) throws Exception {
    try (JavaProcess client =
        JavaProcess.start(
            "flink-" + arguments.get(0),
            home,
            FlinkDistribution.classPath(),
            List.of(),
            Stream.concat(Stream.of(CliFrontend.class.getName()), arguments.stream()).toList())) {
      return client.lines(PATIENCE);
    }
  }

  private static String find(Pattern pattern, List<String> lines) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no '%s' in %s".formatted(pattern, lines)));
  }
}
