package io.dsd.tests.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A Java process on this machine; what it says is kept in files, and it is killed in the end. */
final class JavaProcess implements AutoCloseable {

  private final String name;
  private final Process process;
  private final Path out;
  private final Path err;

  private JavaProcess(String name, Process process, Path out, Path err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a process with the heap of a small machine and what this one has opened for reflection.
   *
   * @param directory where {@code name.out} and {@code name.err} are kept
   */
  static JavaProcess start(
      String name, Path directory, String classPath, List<String> options, List<String> command)
      throws IOException {
    return start(name, directory, Redirect.PIPE, classPath, options, command);
  }

  /** Starts a process that reads {@code input}. */
  static JavaProcess start(
      String name,
      Path directory,
      Redirect input,
      String classPath,
      List<String> options,
      List<String> command)
      throws IOException {
    return start(name, directory, input, classPath, options, command, Map.of());
  }

  /** Starts a process with more in its environment than this one has. */
  static JavaProcess start(
      String name,
      Path directory,
      Redirect input,
      String classPath,
      List<String> options,
      List<String> command,
      Map<String, String> environment)
      throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .forEach(line::add);
    line.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(options);
    line.addAll(List.of("-cp", classPath));
    line.addAll(command);
    Files.createDirectories(directory);
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectInput(input)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    return new JavaProcess(name, process, out, err);
  }

  /** What it printed, a line each, once it has ended well. */
  List<String> lines(Duration patience) throws IOException, InterruptedException {
    return lines(patience, Set.of(0));
  }

  /** What it printed, a line each, once it has ended with a status that is allowed. */
  List<String> lines(Duration patience, Set<Integer> allowed)
      throws IOException, InterruptedException {
    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("%s does not end; see %s".formatted(name, err));
    }
    if (!allowed.contains(process.exitValue())) {
      throw new AssertionError(
          "%s ended with %d: %s".formatted(name, process.exitValue(), Files.readString(err)));
    }
    return Files.readAllLines(out);
  }

  /** Asks it to end, as Ctrl-C or {@code kill} would. */
  void stop() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
