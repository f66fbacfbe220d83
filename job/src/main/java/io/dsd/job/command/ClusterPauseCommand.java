package io.dsd.job.command;

import io.dsd.job.cluster.Cluster;
import io.dsd.job.cluster.Member;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops a process of the cluster for a while. */
@Command(
    name = "pause",
    description =
        "Stops a process of the cluster where it is, as a machine does that swaps or whose disk hangs, and has it go on after a while. Returns then.",
    mixinStandardHelpOptions = true)
final class ClusterPauseCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "Which one, such as slice-2.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "DURATION", description = "For how long, such as 5s.")
  private String duration = "";

  @Override
  public Integer call() throws Exception {
    Member paused =
        new Cluster(Environment.cluster()).pause(name, Durations.of("DURATION", duration, spec));
    spec.commandLine().getOut().printf("goes on: %s (%d)%n", paused.name(), paused.pid());
    return 0;
  }
}
