package io.dsd.job.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.ClusterFolder;
import io.dsd.job.cluster.ClusterState;
import io.dsd.job.cluster.FlinkRest;
import io.dsd.job.cluster.MeasuredLink;
import io.dsd.job.cluster.Member;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Shows what runs. */
@Command(
    name = "status",
    description =
        "Shows the processes with their ports, the links as asked for and as measured at the start, and the jobs. Status 1 if a process has ended.",
    mixinStandardHelpOptions = true)
final class ClusterStatusCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() {
    ClusterFolder folder = Environment.cluster();
    Cluster cluster = new Cluster(folder);
    ClusterState state = cluster.running();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Flink: %s   Kafka: %s   since %s   logs: %s%n",
        new FlinkRest(state.jobManager(), folder.client()).url(),
        state.brokers(),
        Instant.ofEpochMilli(state.startedMillis()),
        folder.logs());
    state.members().forEach(member -> print(out, member));
    if (!state.links().isEmpty()) {
      out.printf("links (relays for tests, no real ones): %s%n", state.link());
      state.links().stream().map(MeasuredLink::line).forEach(line -> out.println("  " + line));
    }
    printFlink(out, cluster);
    out.flush();
    return state.members().stream().allMatch(Member::isAlive) ? 0 : 1;
  }

  private static void print(PrintWriter out, Member member) {
    out.printf(
        "  %-11s %-8s pid %-8d %s%n",
        member.name(),
        member.isAlive() ? "runs" : "ended",
        member.pid(),
        new TreeMap<>(member.ports())
            .entrySet().stream()
                .map(port -> port.getKey() + " " + port.getValue())
                .collect(Collectors.joining(", ")));
  }

  private static void printFlink(PrintWriter out, Cluster cluster) {
    Optional<JsonNode> overview = cluster.ask("/overview");
    Optional<JsonNode> jobs = cluster.ask("/jobs/overview");
    if (overview.isEmpty() || jobs.isEmpty()) {
      out.println("the job manager does not answer");
      return;
    }
    out.printf(
        "task managers registered: %d, free slots: %d of %d%n",
        overview.get().path("taskmanagers").asInt(),
        overview.get().path("slots-available").asInt(),
        overview.get().path("slots-total").asInt());
    List<JsonNode> own = cluster.jobs(jobs.get());
    own.forEach(job -> printJob(out, cluster, job));
    if (own.isEmpty()) {
      out.println("no jobs");
    }
  }

  private static void printJob(PrintWriter out, Cluster cluster, JsonNode job) {
    String id = job.path("jid").asText();
    out.printf(
        "job %s %s, %d of %d tasks run%n",
        id,
        job.path("state").asText(),
        job.path("tasks").path("running").asInt(),
        job.path("tasks").path("total").asInt());
    if (job.path("state").asText().equals("RUNNING")) {
      cluster
          .placement(id)
          .forEach((task, places) -> out.printf("  %s on %s%n", task, String.join(", ", places)));
    }
  }
}
