package io.dsd.job.command;

import io.dsd.job.bench.loop.LoopBenchmark;
import io.dsd.job.bench.loop.LoopPlan;
import io.dsd.job.bench.loop.LoopResult;
import io.dsd.job.cluster.ClusterFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Mixin private LinkFlags links;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Also writes the results to this file, as JSON.")
  private Optional<Path> json = Optional.empty();

  @Override
  public Integer call() throws Exception {
    List<Integer> bytes = new ArrayList<>();
    for (String size : sizes) {
      bytes.add(bytes(size));
    }
    inFlight.forEach(count -> check("--in-flight", count, 1, 1024));
    check("--hops", hops, 2, 65);
    check("--seconds", seconds, 1, 3600);
    LoopBenchmark benchmark =
        new LoopBenchmark(
            new LoopPlan(bytes, inFlight, hops, seconds * 1_000),
            links.shape(spec),
            new ClusterFolder(Environment.cache().home().resolve("bench-cluster")),
            Environment.jobJar());
    LoopResult result;
    try (ProgressBar bar = Bars.of("loops", benchmark.steps())) {
      result = benchmark.measure(bar::setExtraMessage, bar::step);
    }
    spec.commandLine().getOut().print(result.text());
    spec.commandLine().getOut().flush();
    if (json.isPresent()) {
      BenchJson.write(json.get(), result);
    }
    return 0;
  }

  private int bytes(String size) {
    try {
      long bytes = MemorySize.parseBytes(size);
      if (bytes >= 2 && bytes <= MOST_BYTES) {
        return (int) bytes;
      }
    } catch (IllegalArgumentException malformed) {
      throw refused(size, malformed);
    }
    throw refused(size, null);
  }

  private CommandLine.ParameterException refused(String size, Exception cause) {
    return new CommandLine.ParameterException(
        spec.commandLine(),
        "--sizes: '%s' is not allowed; give sizes from 2b to 64m, such as 1k,64k,1m"
            .formatted(size),
        cause);
  }

  private void check(String flag, int given, int least, int most) {
    if (given < least || given > most) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "%s: '%d' is not allowed; give a whole number from %d to %d"
              .formatted(flag, given, least, most));
    }
  }
}
