package io.dsd.job.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures dsd on this machine. */
@Command(
    name = "bench",
    description = "Measures dsd on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {BenchSliceCommand.class, BenchLoopCommand.class})
final class BenchCommand implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Missing a command.");
  }
}
