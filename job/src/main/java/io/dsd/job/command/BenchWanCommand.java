package io.dsd.job.command;

import io.dsd.job.bench.likelihood.Likelihoods;
import io.dsd.job.bench.likelihood.Target;
import io.dsd.job.bench.problem.Problem;
import io.dsd.job.bench.report.Fonts;
import io.dsd.job.bench.report.Report;
import io.dsd.job.bench.report.WanTable;
import io.dsd.job.bench.result.ResultFiles;
import io.dsd.job.bench.result.WanResults;
import io.dsd.job.bench.result.WanSummary;
import io.dsd.job.bench.testbed.Mode;
import io.dsd.job.bench.testbed.Modes;
import io.dsd.job.bench.testbed.Testbed;
import io.dsd.job.bench.wan.WanPlan;
import io.dsd.job.bench.wan.WanRun;
import io.dsd.job.options.Options;
import io.dsd.model.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures modes side by side over slow links. */
@Command(
    name = "wan",
    description =
        "Decodes problems of public data sets in several modes, which take turns on one cluster of"
            + " processes with slow links between them, and compares speed, acceptance and answers."
            + " Status 1 if answers differ that must not.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class BenchWanCommand implements Callable<Integer> {

  private static final int INTERRUPTED = 130;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private BenchFlags flags;

  @Option(
      names = "--modes",
      paramLabel = "NAME,...",
      split = ",",
      defaultValue = "plain,chain-8,full,adaptive",
      description =
          "plain: one token a round; chain-8: eight drafted tokens after each other, always, and"
              + " nothing ahead of a verdict; full: trees and blocks ahead, as much as measurement"
              + " says, from whoever drafts best; adaptive: full, and verdicts may follow the"
              + " drafter (default: ${DEFAULT-VALUE}).")
  private List<String> modes = List.of();

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many problems are decoded at the same time (default: ${DEFAULT-VALUE}).")
  private int concurrency;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often everything is measured (default: ${DEFAULT-VALUE}).")
  private int repeats;

  @Option(
      names = "--portion",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many problems of each set a mode decodes before it is the next one's turn (default:"
              + " ${DEFAULT-VALUE}).")
  private int portion;

  @Option(
      names = "--likelihood",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "The target, whole and in fp32 in this process, says at the end how likely it finds the"
              + " answers; --no-likelihood leaves that out.")
  private boolean likelihood = true;

  @Override
  public Integer call() throws Exception {
    BenchFlags.require(spec, "--concurrency", concurrency);
    BenchFlags.require(spec, "--repeats", repeats);
    BenchFlags.require(spec, "--portion", portion);
    Fonts.require();
    Options job = flags.job(spec);
    Modes all = flags.modes(spec);
    List<Mode> chosen = modes.stream().distinct().map(name -> flags.mode(name, spec)).toList();
    WanPlan plan =
        new WanPlan(
            flags.portions(portion, spec),
            chosen,
            repeats,
            concurrency,
            flags.prompts(job, false),
            flags.warmUp());
    try {
      WanResults results =
          Testbed.lend(
              Environment.cluster(),
              flags.plan(job, plan.modes().size(), spec),
              Environment.jobJar(),
              BenchProgress.notes(spec),
              testbed -> measure(testbed, plan, all));
      return report(likelihood ? liken(results, job, plan) : results);
    } catch (InterruptedException stopped) {
      return INTERRUPTED;
    }
  }

  private WanResults measure(Testbed testbed, WanPlan plan, Modes all)
      throws IOException, InterruptedException {
    BenchSetup setup = BenchSetup.begin(spec, flags, all);
    ResultFiles files = new ResultFiles(flags.out());
    try (BenchProgress progress = BenchProgress.begin("bench wan", plan.answers())) {
      return new WanRun(plan)
          .on(
              testbed,
              setup.of(testbed, plan.modes(), concurrency),
              progress::step,
              results -> files.write(files.wan(), results));
    }
  }

  /** Asks the target, when the cluster is gone, what it thinks of the answers. */
  private WanResults liken(WanResults results, Options job, WanPlan plan) throws IOException {
    ResultFiles files = new ResultFiles(flags.out());
    List<Problem> problems = plan.portions().stream().flatMap(List::stream).toList();
    try (Target target = Target.open(ModelFiles.open(Path.of(job.model())));
        BenchProgress progress = BenchProgress.begin("likelihood", results.answers().size())) {
      WanResults all =
          results.with(
              new Likelihoods(target, problems).of(results.answers(), () -> progress.step("fp32")));
      files.write(files.wan(), all);
      return all;
    }
  }

  private int report(WanResults results) throws IOException {
    ResultFiles files = new ResultFiles(flags.out());
    WanSummary summary = WanSummary.of(results);
    spec.commandLine().getOut().println(WanTable.text(summary));
    spec.commandLine().getOut().println(new Report(files).write());
    spec.commandLine().getOut().flush();
    return summary.isWrong() ? 1 : 0;
  }
}
