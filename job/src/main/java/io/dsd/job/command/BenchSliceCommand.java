package io.dsd.job.command;

import io.dsd.job.bench.report.Fonts;
import io.dsd.job.bench.report.Report;
import io.dsd.job.bench.result.ResultFiles;
import io.dsd.job.bench.slice.SliceBenchmark;
import io.dsd.job.bench.slice.SlicePlan;
import io.dsd.job.bench.slice.SliceResult;
import io.dsd.job.fetch.Catalogue;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.checkpoint.WeightForm;
import io.dsd.model.slice.Arithmetic;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures forward passes against what the machine could do at best. */
@Command(
    name = "slice",
    description =
        "Measures forward passes of a whole model as one slice, without Flink, over block sizes and"
            + " batches, against floors measured in the same run: reading the weights, and a large"
            + " product.",
    mixinStandardHelpOptions = true)
final class BenchSliceCommand implements Callable<Integer> {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "NAME|DIR|FILE.gguf",
      defaultValue = "smollm2-135m",
      description = "The model (default: ${DEFAULT-VALUE}, fetched on first use).")
  private String model = Catalogue.DEFAULT.name();

  @Option(
      names = "--dtype",
      paramLabel = "bf16|fp32",
      defaultValue = "bf16",
      description = "The number type of the computation (default: ${DEFAULT-VALUE}).")
  private ComputeType dtype = ComputeType.BF16;

  @Option(
      names = "--weights",
      paramLabel = "auto|unpacked|int4",
      defaultValue = "auto",
      description =
          "The form of the weights, as the setting `weights` (default: ${DEFAULT-VALUE}).")
  private WeightForm weights = WeightForm.AUTO;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,4,8,16,32,64",
      description = "Tokens of a sequence in a pass (default: ${DEFAULT-VALUE}).")
  private List<Integer> blocks = List.of();

  @Option(
      names = "--batches",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,4,8,16",
      description = "Sequences in a pass (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches = List.of();

  @Option(
      names = "--context",
      paramLabel = "N",
      defaultValue = "256",
      description = "Tokens that each sequence has before (default: ${DEFAULT-VALUE}).")
  private int context;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "20",
      description = "How often each pass is measured (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Mixin private OutFlag out;

  @Override
  public Integer call() throws IOException {
    blocks.forEach(block -> WholeNumbers.require(spec, "--blocks", block, 1, 1024));
    batches.forEach(batch -> WholeNumbers.require(spec, "--batches", batch, 1, 256));
    WholeNumbers.require(spec, "--context", context, 1, 1_000_000);
    WholeNumbers.require(spec, "--runs", runs, 1, 100_000);
    ModelFiles target = ModelFiles.open(Environment.models().resolve(model));
    int longest = blocks.stream().mapToInt(Integer::intValue).max().orElseThrow();
    WholeNumbers.require(spec, "--context", context, 1, target.config().contextLength() - longest);
    SliceBenchmark benchmark =
        new SliceBenchmark(
            target,
            Arithmetic.of(dtype).with(weights),
            new SlicePlan(blocks, batches, context, runs));
    Fonts.require();
    SliceResult result;
    try (ProgressBar bar = Bars.of("passes", benchmark.steps())) {
      result = benchmark.measure(BenchSetup.occasion(spec), bar::step);
    }
    spec.commandLine().getOut().println(result.text());
    spec.commandLine().getOut().flush();
    ResultFiles files = new ResultFiles(out.folder());
    files.write(files.slice(), result);
    spec.commandLine().getOut().println(new Report(files).write());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
