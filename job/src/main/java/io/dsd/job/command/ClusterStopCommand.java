package io.dsd.job.command;

import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.Member;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Ends the cluster. */
@Command(
    name = "stop",
    description =
        "Ends all processes of the cluster, with its jobs and topics, and removes everything but its logs.",
    mixinStandardHelpOptions = true)
final class ClusterStopCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    List<Member> stopped = new Cluster(Environment.cluster()).stop();
    spec.commandLine()
        .getOut()
        .println(
            stopped.isEmpty()
                ? "no process was running"
                : "stopped: "
                    + stopped.stream().map(Member::name).collect(Collectors.joining(", ")));
    return 0;
  }
}
