package io.dsd.job.command;

import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.Member;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stalls a link of the cluster. */
@Command(
    name = "stall",
    description =
        "Has the link to a task manager let nothing pass for a while, in neither direction; what was held comes afterwards. Returns at once.",
    mixinStandardHelpOptions = true)
final class ClusterStallCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The task manager that the link leads to, such as slice-2.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "DURATION", description = "For how long, such as 30s.")
  private String duration = "";

  @Override
  public Integer call() {
    Member stalled =
        new Cluster(Environment.cluster()).stall(name, Durations.of("DURATION", duration, spec));
    spec.commandLine().getOut().printf("stalled: the link to %s%n", stalled.name());
    return 0;
  }
}
