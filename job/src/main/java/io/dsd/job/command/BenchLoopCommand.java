package io.dsd.job.command;

import io.dsd.job.bench.loop.LoopBenchmark;
import io.dsd.job.bench.loop.LoopPlan;
import io.dsd.job.bench.loop.LoopResult;
import io.dsd.job.bench.report.Fonts;
import io.dsd.job.bench.report.Report;
import io.dsd.job.bench.result.ResultFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the loop without what it is for. */
@Command(
    name = "loop",
    description =
        "Measures the job's loop on task managers of its own, each a process, with slices that compute nothing, beside a ring of bare sockets.",
    mixinStandardHelpOptions = true)
final class BenchLoopCommand implements Callable<Integer> {

  private static final long MOST_BYTES = 64L << 20;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--sizes",
      paramLabel = "SIZE",
      split = ",",
      defaultValue = "1k,64k,1m",
      description = "Bytes of a message (default: ${DEFAULT-VALUE}).")
  private List<String> sizes = List.of();

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,8,32",
      description = "Messages under way at the same time (default: ${DEFAULT-VALUE}).")
  private List<Integer> inFlight = List.of();

  @Option(
      names = "--hops",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Stages from the draft back to it; the slices are one less (default: ${DEFAULT-VALUE}).")
  private int hops;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How long each size and number in flight is measured (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Seconds before the first measurement in which the task managers have loops already: their"
              + " code is compiled meanwhile (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Mixin private LinkFlags links;

  @Mixin private OutFlag out;

  @Override
  public Integer call() throws Exception {
    List<Integer> bytes = new ArrayList<>();
    for (String size : sizes) {
      bytes.add(bytes(size));
    }
    inFlight.forEach(count -> WholeNumbers.require(spec, "--in-flight", count, 1, 1024));
    WholeNumbers.require(spec, "--hops", hops, 2, 65);
    WholeNumbers.require(spec, "--seconds", seconds, 1, 3600);
    WholeNumbers.require(spec, "--warm-up", warmUp, 1, 3600);
    LoopBenchmark benchmark =
        new LoopBenchmark(
            new LoopPlan(bytes, inFlight, hops, warmUp * 1_000, seconds * 1_000),
            links.shape(spec),
            Environment.cluster(),
            Environment.jobJar());
    Fonts.require();
    LoopResult result;
    try (ProgressBar bar = Bars.of("loops", benchmark.steps())) {
      result = benchmark.measure(BenchSetup.occasion(spec), bar::setExtraMessage, bar::step);
    }
    spec.commandLine().getOut().println(result.text());
    spec.commandLine().getOut().flush();
    ResultFiles files = new ResultFiles(out.folder());
    files.write(files.loop(), result);
    spec.commandLine().getOut().println(new Report(files).write());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private int bytes(String size) {
    long bytes;
    try {
      bytes = MemorySize.parseBytes(size);
    } catch (IllegalArgumentException malformed) {
      throw new CommandLine.ParameterException(spec.commandLine(), refusal(size), malformed);
    }
    if (bytes < 2 || bytes > MOST_BYTES) {
      throw new CommandLine.ParameterException(spec.commandLine(), refusal(size));
    }
    return (int) bytes;
  }

  private static String refusal(String size) {
    return "--sizes: '%s' is not allowed; give sizes from 2b to 64m, such as 1k,64k,1m"
        .formatted(size);
  }
}
