package io.dsd.job.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A process of the cluster.
 *
 * @param name such as {@code slice-2}
 * @param pid of the operating system
 * @param startedMillis when it started, which tells it from a later process of that id
 * @param ports what it listens on, by role
 */
public record Member(String name, long pid, long startedMillis, Map<String, Integer> ports) {

  /** Two readings of a process's start may differ by the clock's corrections. */
  private static final Duration SAME = Duration.ofSeconds(5);

  /** Keeps a copy. */
  public Member {
    ports = Map.copyOf(ports);
  }

  static Member of(String name, Process process, Map<String, Integer> ports) {
    long started = process.toHandle().info().startInstant().orElseGet(Instant::now).toEpochMilli();
    return new Member(name, process.pid(), started, ports);
  }

  /** Whether the process is there, and has not just been left by a parent that is gone. */
  @JsonIgnore
  public boolean isAlive() {
    return handle().isPresent() && !isZombie();
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            handle ->
                handle
                    .info()
                    .startInstant()
                    .map(instant -> Math.abs(instant.toEpochMilli() - startedMillis))
                    .map(off -> off < SAME.toMillis())
                    .orElse(true));
  }

  private boolean isZombie() {
    Path status = Path.of("/proc", Long.toString(pid), "stat");
    try {
      String text = Files.readString(status);
      return text.substring(text.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException | IndexOutOfBoundsException unknown) {
      return false;
    }
  }

  /** Asks it to end. */
  void terminate() {
    handle().ifPresent(ProcessHandle::destroy);
  }

  /**
   * Stops it where it is, as {@code kill -STOP} does, or has it go on.
   *
   * @throws IOException if it has ended
   */
  void freeze(boolean stop) throws IOException, InterruptedException {
    Process kill =
        new ProcessBuilder("kill", stop ? "-STOP" : "-CONT", Long.toString(pid))
            .redirectErrorStream(true)
            .start();
    if (kill.waitFor() != 0) {
      throw new IOException(new String(kill.getInputStream().readAllBytes(), UTF_8).strip());
    }
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    handle().ifPresent(ProcessHandle::destroyForcibly);
  }
}
