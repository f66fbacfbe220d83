package io.dsd.job.command;

import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.Member;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Kills a process of the cluster. */
@Command(
    name = "kill",
    description = "Ends a process of the cluster at once, as a machine that fails would.",
    mixinStandardHelpOptions = true)
final class ClusterKillCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description = "Which one, such as slice-2, spare-0, jobmanager or broker.")
  private String name = "";

  @Override
  public Integer call() throws Exception {
    Member killed = new Cluster(Environment.cluster()).kill(name);
    spec.commandLine().getOut().printf("killed: %s (%d)%n", killed.name(), killed.pid());
    return 0;
  }
}
