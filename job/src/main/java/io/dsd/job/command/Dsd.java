package io.dsd.job.command;

import io.dsd.job.demo.Causes;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code dsd} command. Exit status: 0 done, 1 failed, 2 called wrongly, 130 interrupted. */
@Command(
    name = "dsd",
    description =
        "Serves a language model cut into slices over Flink task managers, with speculative"
            + " decoding.",
    mixinStandardHelpOptions = true,
    version = "dsd 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    footer = "%n`dsd k8s` renders and checks manifests for Kubernetes; see `dsd k8s --help`.",
    subcommands = {
      DemoCommand.class,
      ModelCommand.class,
      SendCommand.class,
      CancelCommand.class,
      ReceiveCommand.class,
      SubmitCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      ClusterCommand.class,
      StatusCommand.class,
      HelpCommand.class
    })
public final class Dsd implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command and ends the process with its status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The whole command line, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new Dsd())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Dsd::correct)
        .setExecutionExceptionHandler(Dsd::explain);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Missing a command.");
  }

  private static int correct(CommandLine.ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    wrong.getMessage().lines().forEach(line -> command.getErr().println("dsd: " + line));
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    if (command.getSubcommands().isEmpty()) {
      String name = command.getCommandSpec().qualifiedName();
      command.getErr().printf("`%s --help` says what is allowed.%n", name);
    } else {
      command.usage(command.getErr());
    }
    command.getErr().flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    LoggerFactory.getLogger(Dsd.class).error("{} failed", command.getCommandName(), failure);
    String log = System.getProperty("dsd.log", "");
    command.getErr().println("dsd: " + Causes.explain(failure));
    if (!log.isEmpty() && !Causes.isForeseen(failure)) {
      command.getErr().println("The log is in " + log);
    }
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
