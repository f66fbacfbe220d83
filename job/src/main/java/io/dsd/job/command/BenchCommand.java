package io.dsd.job.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures how fast dsd is, with what stands beside it measured in the same run. */
@Command(
    name = "bench",
    description = "Measures how fast decoding is on this machine, and makes a report of it.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchSliceCommand.class,
      BenchLoopCommand.class,
      BenchWanCommand.class,
      BenchLoadCommand.class,
      BenchReportCommand.class
    })
final class BenchCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Missing a command: " + String.join(", ", spec.subcommands().keySet()) + ".");
  }
}
