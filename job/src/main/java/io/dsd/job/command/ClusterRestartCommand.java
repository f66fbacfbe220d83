package io.dsd.job.command;

import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.Member;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Starts a process of the cluster again. */
@Command(
    name = "restart",
    description =
        "Starts a process of the cluster again, on its ports and data, and returns when it can be used; one that still runs is ended first. A job manager that is started again finds its jobs and goes on from their latest checkpoints.",
    mixinStandardHelpOptions = true)
final class ClusterRestartCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description = "Which one, such as slice-2, jobmanager, broker or coordinator.")
  private String name = "";

  @Override
  public Integer call() throws Exception {
    Member started = new Cluster(Environment.cluster()).restart(name);
    spec.commandLine().getOut().printf("started: %s (%d)%n", started.name(), started.pid());
    return 0;
  }
}
