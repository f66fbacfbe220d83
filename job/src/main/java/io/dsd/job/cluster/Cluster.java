package io.dsd.job.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The one cluster of processes that a user can have at a time. */
public final class Cluster {

  private static final Duration TERMINATION = Duration.ofSeconds(15);
  private static final Duration KILLING = Duration.ofSeconds(10);

  private final ClusterFolder folder;

  /** The cluster of a folder, running or not. */
  public Cluster(ClusterFolder folder) {
    this.folder = folder;
  }

  /**
   * Starts it, and leaves nothing behind but logs if that fails.
   *
   * @param jobJar the job's jar, with {@code lib/} beside it
   * @param progress takes a line at each step
   * @throws ClusterException if one runs already, a port is busy, or a process does not come up
   */
  public ClusterState start(ClusterPlan plan, Path jobJar, Consumer<String> progress)
      throws IOException, InterruptedException {
    return exclusively(
        () -> {
          requireNone();
          folder.clear();
          folder.make();
          return new Undoing(this::remove)
              .unlessDone(() -> new ClusterStart(folder, plan, jobJar, progress).run());
        });
  }

  /**
   * Checks that nothing of it runs.
   *
   * @throws ClusterException saying what does
   */
  public void requireNone() {
    ClusterState.read(folder)
        .filter(state -> state.members().stream().anyMatch(Member::isAlive))
        .ifPresent(
            state -> {
              throw new ClusterException(
                  ("a cluster runs already, since %s (Flink at %s, Kafka at %s): %s; `dsd cluster"
                          + " status` says more, `dsd cluster stop` ends it")
                      .formatted(
                          Instant.ofEpochMilli(state.startedMillis()),
                          state.jobManager(),
                          state.brokers(),
                          state.members().stream()
                              .filter(Member::isAlive)
                              .map(Member::name)
                              .collect(Collectors.joining(", "))));
            });
  }

  /**
   * Ends all processes and removes everything but the logs.
   *
   * @return the processes that were alive; empty if there was no cluster
   */
  public List<Member> stop() throws IOException, InterruptedException {
    return exclusively(this::remove);
  }

  private List<Member> remove() throws IOException, InterruptedException {
    List<Member> alive = new ArrayList<>(alive());
    // who was started last goes first: nobody complains about what it needs
    Collections.reverse(alive);
    alive.forEach(Member::terminate);
    if (!Waiting.until(TERMINATION, () -> alive.stream().noneMatch(Member::isAlive))) {
      alive.forEach(Member::kill);
      if (!Waiting.until(KILLING, () -> alive.stream().noneMatch(Member::isAlive))) {
        throw new ClusterException(
            "these processes do not end: "
                + alive.stream()
                    .filter(Member::isAlive)
                    .map(each -> each.name() + " (" + each.pid() + ")")
                    .collect(Collectors.joining(", ")));
      }
    }
    folder.clear();
    Files.deleteIfExists(folder.lock());
    return List.copyOf(alive);
  }

  private List<Member> alive() {
    return ClusterState.read(folder).stream()
        .flatMap(state -> state.members().stream())
        .filter(Member::isAlive)
        .toList();
  }

  /**
   * Ends one process as {@code kill -9} does.
   *
   * @throws ClusterException if there is none of that name
   */
  public Member kill(String name) throws InterruptedException {
    Member member = alive(name);
    kill(member);
    return member;
  }

  private static void kill(Member member) throws InterruptedException {
    member.kill();
    if (!Waiting.until(KILLING, () -> !member.isAlive())) {
      throw new ClusterException("%s (%d) does not end".formatted(member.name(), member.pid()));
    }
  }

  /**
   * Starts a process again as it was started, on the same ports and data; ends it before if it is
   * still there. Returns when it can be used.
   *
   * @throws ClusterException if there is none of that name, or it does not come up
   */
  public Member restart(String name) throws IOException, InterruptedException {
    return exclusively(
        () -> {
          Member former = member(name);
          former.terminate();
          if (!Waiting.until(TERMINATION, () -> !former.isAlive())) {
            kill(former);
          }
          return new ClusterRestart(folder, running(), former).run();
        });
  }

  /**
   * Stops a process where it is for so long, as a machine does that swaps or whose disk hangs; it
   * goes on afterwards, also if this thread is interrupted or this process ends.
   *
   * @throws ClusterException if there is none of that name, or it has ended
   */
  public Member pause(String name, Duration duration) throws IOException, InterruptedException {
    Member member = alive(name);
    new Undoing(() -> resume(member))
        .always(
            () -> {
              member.freeze(true);
              return !Waiting.until(duration, () -> !member.isAlive());
            });
    return member;
  }

  private static Member resume(Member member) throws IOException, InterruptedException {
    if (member.isAlive()) {
      member.freeze(false);
    }
    return member;
  }

  /**
   * Has the link to a task manager let nothing pass for so long; returns at once.
   *
   * @throws ClusterException if there is no such link, or nobody answers for it
   */
  public Member stall(String name, Duration duration) {
    Member member = member(name);
    int control =
        running()
            .find("links")
            .map(links -> links.ports().get("control"))
            .filter(port -> member.ports().containsKey("link"))
            .orElseThrow(
                () ->
                    new ClusterException(
                        name
                            + ": there is no link to stall; links lead to task managers, if the"
                            + " cluster is started with --link-latency or --link-bandwidth"));
    try {
      LinkControl.stall(control, name, duration);
      return member;
    } catch (IOException silent) {
      throw new ClusterException(
          "the links do not answer (%s); `dsd cluster status` shows whether their process runs"
              .formatted(silent.getMessage()),
          silent);
    }
  }

  private Member alive(String name) {
    Member member = member(name);
    if (!member.isAlive()) {
      throw new ClusterException(name + ": has ended already; `dsd cluster status` shows who runs");
    }
    return member;
  }

  /** What was started, if anything was. */
  public Optional<ClusterState> state() {
    return ClusterState.read(folder);
  }

  private Member member(String name) {
    ClusterState state = running();
    return state
        .find(name)
        .orElseThrow(
            () ->
                new ClusterException(
                    "%s: there is no such process; there are %s"
                        .formatted(
                            name,
                            state.members().stream()
                                .map(Member::name)
                                .collect(Collectors.joining(", ")))));
  }

  /**
   * What was started.
   *
   * @throws ClusterException if nothing was
   */
  public ClusterState running() {
    return state()
        .orElseThrow(() -> new ClusterException("no cluster runs; `dsd cluster start` starts one"));
  }

  /** What the job manager says under a path; empty if it does not answer. */
  public Optional<JsonNode> ask(String path) {
    try {
      return Optional.of(new FlinkRest(running().jobManager(), folder.client()).get(path));
    } catch (IOException silent) {
      return Optional.empty();
    }
  }

  /** The jobs of an answer to {@code /jobs/overview}, without what the cluster itself needs. */
  public List<JsonNode> jobs(JsonNode overview) {
    return StreamSupport.stream(overview.path("jobs").spliterator(), false)
        .filter(job -> !Standby.isStandby(job))
        .toList();
  }

  /** The task managers of each task of a job, replica by replica; empty if nobody answers. */
  public Map<String, List<String>> placement(String job) {
    Map<String, List<String>> places = new LinkedHashMap<>();
    ask("/jobs/" + job)
        .ifPresent(
            graph -> {
              for (JsonNode vertex : graph.path("vertices")) {
                String path = "/jobs/" + job + "/vertices/" + vertex.path("id").asText();
                ask(path).ifPresent(task -> places.put(name(vertex), taskManagers(task)));
              }
            });
    return places;
  }

  /** What comes first of a chain of operators. */
  private static String name(JsonNode vertex) {
    return vertex.path("name").asText().split(" -> ", 2)[0].replace("Source: ", "");
  }

  private static List<String> taskManagers(JsonNode task) {
    return StreamSupport.stream(task.path("subtasks").spliterator(), false)
        .map(each -> each.path("taskmanager-id").asText())
        .toList();
  }

  private <T> T exclusively(Undoing.Work<T> work) throws IOException, InterruptedException {
    Files.createDirectories(folder.home());
    try (FileChannel file =
        FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!isLocked(file)) {
        throw new ClusterException(
            "another `dsd cluster start` or `dsd cluster stop` is at work; wait until it is done");
      }
      return work.run();
    }
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException ofThisProcess) {
      return false;
    }
  }
}
