package io.dsd.job.command;

import io.dsd.job.bench.report.Fonts;
import io.dsd.job.bench.report.Report;
import io.dsd.job.bench.result.ResultFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the report of what has been measured. */
@Command(
    name = "report",
    description = "Makes the report of results again, without measuring anything.",
    mixinStandardHelpOptions = true)
final class BenchReportCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "bench",
      description = "Where the results are, and the report goes (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("bench");

  @Override
  public Integer call() throws Exception {
    Fonts.require();
    ResultFiles files = new ResultFiles(out);
    spec.commandLine().getOut().println(new Report(files).write());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
