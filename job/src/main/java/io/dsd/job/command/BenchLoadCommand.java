package io.dsd.job.command;

import io.dsd.job.bench.load.LoadPlan;
import io.dsd.job.bench.load.LoadRun;
import io.dsd.job.bench.report.Fonts;
import io.dsd.job.bench.report.LoadTable;
import io.dsd.job.bench.report.Report;
import io.dsd.job.bench.result.LoadResults;
import io.dsd.job.bench.result.ResultFiles;
import io.dsd.job.bench.testbed.Modes;
import io.dsd.job.bench.testbed.Testbed;
import io.dsd.job.bench.trace.Recorder;
import io.dsd.job.options.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.util.FileUtils;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what more sequences at the same time give and cost. */
@Command(
    name = "load",
    description =
        "Decodes problems of public data sets with more and more sequences at the same time, on one"
            + " cluster of processes with slow links between them: tokens a second in all, time to"
            + " the first token, and time from one to the next.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchLoadCommand implements Callable<Integer> {

  private static final int INTERRUPTED = 130;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private BenchFlags flags;

  @Option(
      names = "--concurrency",
      paramLabel = "N,...",
      split = ",",
      defaultValue = "1,2,4,8,16,32,64",
      description =
          "How many sequences at the same time; all are compared with the first (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Integer> concurrency = List.of();

  @Option(
      names = "--mode",
      paramLabel = "NAME",
      defaultValue = "full",
      description = "How is decoded: one of the modes of `bench wan` (default: ${DEFAULT-VALUE}).")
  private String mode = "full";

  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "How many prompts each sequence has at least, one after the other; the problems come"
              + " again where they are fewer (default: ${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--traced",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "With how many sequences at the same time the report shows what each slice does when; none"
              + " if that is not measured (default: ${DEFAULT-VALUE}).")
  private int traced;

  @Override
  public Integer call() throws Exception {
    concurrency.forEach(each -> BenchFlags.require(spec, "--concurrency", each));
    BenchFlags.require(spec, "--turns", turns);
    Fonts.require();
    Options job = flags.job(spec);
    Modes all = flags.modes(spec);
    int least = flags.portions(1, spec).stream().mapToInt(List::size).sum();
    int most = Math.max(least, turns * Collections.max(concurrency));
    LoadPlan plan =
        new LoadPlan(
            flags.problems(most, spec),
            least,
            flags.mode(mode, spec),
            concurrency,
            traced,
            turns,
            flags.prompts(job, true),
            flags.warmUp());
    try {
      LoadResults results =
          Testbed.lend(
              Environment.cluster(),
              flags.plan(job, 1, spec),
              Environment.jobJar(),
              BenchProgress.notes(spec),
              testbed -> measure(testbed, plan, all));
      return report(results);
    } catch (InterruptedException stopped) {
      return INTERRUPTED;
    }
  }

  private LoadResults measure(Testbed testbed, LoadPlan plan, Modes all)
      throws IOException, InterruptedException {
    BenchSetup setup = BenchSetup.begin(spec, flags, all);
    ResultFiles files = new ResultFiles(flags.out());
    Path notes = Files.createTempDirectory("dsd-trace");
    try (BenchProgress progress = BenchProgress.begin("bench load", plan.answers())) {
      return new LoadRun(plan, new Recorder(notes), trace -> files.write(files.trace(), trace))
          .on(
              testbed,
              setup.of(testbed, List.of(plan.mode()), Collections.max(concurrency)),
              progress::step,
              results -> files.write(files.load(), results));
    } finally {
      FileUtils.deleteDirectory(notes.toFile());
    }
  }

  private int report(LoadResults results) throws IOException {
    ResultFiles files = new ResultFiles(flags.out());
    spec.commandLine().getOut().println(LoadTable.text(results));
    spec.commandLine().getOut().println(new Report(files).write());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
