package io.dsd.job.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Starts a process of a cluster that has ended again, and waits until it can be used. */
final class ClusterRestart {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ClusterFolder folder;
  private final ClusterState state;
  private final Member former;

  /** A restart that has not begun, of a process that has ended. */
  ClusterRestart(ClusterFolder folder, ClusterState state, Member former) {
    this.folder = folder;
    this.state = state;
    this.former = former;
  }

  /** Starts it; it is in the folder's state, also if it does not come up. */
  Member run() throws IOException, InterruptedException {
    String name = former.name();
    Files.deleteIfExists(folder.ready(name));
    long now = System.currentTimeMillis();
    Process process = new Launcher(folder).again(name);
    Member member = Member.of(name, process, former.ports());
    state.with(member).write(folder);
    Callable<Boolean> usable = usable(now);
    boolean came =
        Waiting.until(
            PATIENCE,
            () -> {
              if (!process.isAlive()) {
                throw new ClusterException(
                    "%s ended with status %d; %s says why"
                        .formatted(name, process.exitValue(), folder.log(name)));
              }
              return usable.call();
            });
    if (!came) {
      throw new ClusterException(
          "%s did not come within %d minutes; its log is %s"
              .formatted(name, PATIENCE.toMinutes(), folder.log(name)));
    }
    return member;
  }

  private Callable<Boolean> usable(long since) {
    FlinkRest flink = new FlinkRest(state.jobManager(), folder.client());
    return switch (former.name()) {
      case "broker", "links" -> () -> Files.exists(folder.ready(former.name()));
      case Coordinator.NAME -> () -> Coordinator.answers(former.ports().get(Coordinator.PORT));
      // it answers before it leads
      case "jobmanager" -> () -> flink.get("/overview").has("taskmanagers");
      default ->
          () -> {
            // one by its name is an error in the job manager's log until it is there
            for (JsonNode each : flink.get("/taskmanagers").path("taskmanagers")) {
              if (each.path("id").asText().equals(former.name())) {
                return each.path("timeSinceLastHeartbeat").asLong() > since;
              }
            }
            return false;
          };
    };
  }
}
