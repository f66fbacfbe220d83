package io.dsd.job.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Works a cluster of processes on this machine. */
@Command(
    name = "cluster",
    description =
        "Starts and stops a Kafka broker and a Flink cluster of real processes on this machine, for tests and trials.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ClusterStartCommand.class,
      ClusterStatusCommand.class,
      ClusterStopCommand.class,
      ClusterKillCommand.class,
      ClusterRestartCommand.class,
      ClusterPauseCommand.class,
      ClusterStallCommand.class,
      ClusterCertificatesCommand.class
    })
final class ClusterCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Missing a command: start, status, stop, kill, restart, pause, stall or certificates.");
  }
}
