package io.dsd.k8s.command;

import io.dsd.job.options.OptionsException;
import io.dsd.k8s.manifest.ManifestException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code dsd k8s} command. Exit status: 0 nothing wrong, 1 something is, 2 called wrongly. */
@Command(
    name = "dsd k8s",
    description = "Renders manifests for Kubernetes, and checks them before a cluster sees them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RenderCommand.class, CheckCommand.class})
public final class Kubernetes implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs the command and ends the process with its status. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The whole command line, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new Kubernetes()).setExecutionExceptionHandler(Kubernetes::explain);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Missing a command.");
  }

  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(failure instanceof ManifestException) && !(failure instanceof OptionsException)) {
      throw failure;
    }
    LoggerFactory.getLogger(Kubernetes.class).error("{} failed", command.getCommandName(), failure);
    command.getErr().println("dsd: " + failure.getMessage());
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
