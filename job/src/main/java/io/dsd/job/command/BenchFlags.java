package io.dsd.job.command;

import io.dsd.job.bench.BenchException;
import io.dsd.job.bench.problem.Portions;
import io.dsd.job.bench.problem.Problem;
import io.dsd.job.bench.problem.ProblemSet;
import io.dsd.job.bench.testbed.Mode;
import io.dsd.job.bench.testbed.Modes;
import io.dsd.job.bench.testbed.Prompts;
import io.dsd.job.cluster.ClusterPlan;
import io.dsd.job.cluster.MetricsPorts;
import io.dsd.job.cluster.TaskManagers;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.RecordPlan;
import io.dsd.job.topology.Topology;
import io.dsd.model.EagleDirectory;
import io.dsd.model.ModelFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What is decoded by what, and over which links. */
final class BenchFlags {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description =
          "The folder of the data sets: humaneval/HumanEval.jsonl.gz, gsm8k/test.jsonl and"
              + " mt_bench/question.jsonl, as their authors publish them.")
  private Path data = Path.of("data");

  @Option(
      names = "--sets",
      paramLabel = "NAME,...",
      split = ",",
      defaultValue = "humaneval,gsm8k,mt-bench",
      description = "Which data sets (default: ${DEFAULT-VALUE}).")
  private List<String> sets = List.of();

  @Option(
      names = "--problems",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many problems of each, from the first on (default: ${DEFAULT-VALUE}).")
  private int problems;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "128",
      description = "How many tokens an answer has at most (default: ${DEFAULT-VALUE}).")
  private int tokens;

  @Option(
      names = "--slices",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many slices, each one a process of its own (default: ${DEFAULT-VALUE}).")
  private String slices = "4";

  @Mixin private LinkFlags links;

  @Option(
      names = "--model",
      paramLabel = "NAME|DIR|FILE.gguf",
      defaultValue = "smollm2-135m",
      description = "The model (default: ${DEFAULT-VALUE}, fetched on first use).")
  private String model = "smollm2-135m";

  @Option(
      names = "--draft",
      paramLabel = "auto|ngram|NAME|DIR|FILE.gguf",
      defaultValue = "auto",
      description =
          "Who drafts: ngram, a model, or the directory of a draft in EAGLE-3's layout; auto takes"
              + " the trained draft that comes with dsd for this model, else ngram (default:"
              + " ${DEFAULT-VALUE}).")
  private String draft = "auto";

  @Option(
      names = "--dtype",
      paramLabel = "bf16|fp32",
      defaultValue = "bf16",
      description =
          "The number type of the computation; with fp32 all answers must be those of plain"
              + " decoding (default: ${DEFAULT-VALUE}).")
  private String dtype = "bf16";

  @Option(
      names = "--tau",
      paramLabel = "R",
      defaultValue = "0.3",
      description =
          "How far verdicts of the mode adaptive may follow the drafter (default:"
              + " ${DEFAULT-VALUE}).")
  private String tau = "0.3";

  @Option(
      names = "--setting",
      paramLabel = "MODE.KEY=VALUE",
      description =
          "A setting of a mode's job, such as full.draft.nodes=32, by the keys of"
              + " docs/configuration.md; repeatable.")
  private Map<String, String> anew = new LinkedHashMap<>();

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "96",
      description =
          "Tokens of the answers that come first in every job, as many as are decoded at a time,"
              + " and do not count: task managers compile their code meanwhile (default:"
              + " ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description =
          "The seed of every prompt; without effect on what is likeliest (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private OutFlag out;

  Path out() {
    return out.folder();
  }

  int tokens() {
    return tokens;
  }

  int warmUp() {
    return warmUp;
  }

  String model() {
    return model;
  }

  int slices() {
    return Integer.parseInt(slices);
  }

  String dtype() {
    return dtype;
  }

  /** The problems in portions of so many of each set. */
  List<List<Problem>> portions(int size, CommandSpec spec) {
    require(spec, "--problems", problems);
    require(spec, "--tokens", tokens);
    require(spec, "--warm-up", warmUp);
    return portions(problems, size, spec);
  }

  /** So many problems, or all there are if they are fewer; the sets take turns. */
  List<Problem> problems(int count, CommandSpec spec) {
    int each = (count + sets.size() - 1) / sets.size();
    return portions(each, each, spec).stream().flatMap(List::stream).limit(count).toList();
  }

  private List<List<Problem>> portions(int each, int size, CommandSpec spec) {
    try {
      return Portions.of(sets.stream().map(ProblemSet::of).toList(), data, each, size);
    } catch (BenchException refused) {
      throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
    }
  }

  /** The mode of that name, whose job could be. */
  Mode mode(String name, CommandSpec spec) {
    try {
      Mode mode = modes(spec).of(name);
      Map<String, String> settings = settings();
      settings.putAll(mode.settings());
      Topology.check(OptionsReader.of("mode " + name, settings));
      return mode;
    } catch (BenchException | OptionsException refused) {
      throw new ParameterException(spec.commandLine(), refused.getMessage(), refused);
    }
  }

  /** Refuses a number below 1. */
  static void require(CommandSpec spec, String flag, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "%s: '%d' is not allowed; give a whole number, 1 or more".formatted(flag, value));
    }
  }

  Prompts prompts(Options job, boolean stream) {
    boolean chat = ModelFiles.open(Path.of(job.model())).chatTemplate().isPresent();
    return new Prompts(chat, tokens, seed, stream);
  }

  /** The modes that could be. */
  Modes modes(CommandSpec spec) {
    anew.keySet().stream()
        .filter(key -> Modes.NAMES.stream().noneMatch(mode -> key.startsWith(mode + ".")))
        .findFirst()
        .ifPresent(
            key -> {
              throw new ParameterException(
                  spec.commandLine(),
                  "--setting: '%s' is not allowed; give MODE.KEY=VALUE, where MODE is one of %s"
                      .formatted(key, String.join(", ", Modes.NAMES)));
            });
    return new Modes(draft(), tau, anew);
  }

  private Map<String, String> draft() {
    String drafter =
        draft.equals("auto")
            ? Environment.shipped().draft(model).map(Path::toString).orElse("ngram")
            : draft;
    if (drafter.equals("ngram")) {
      return Map.of("draft.kind", "ngram");
    }
    return EagleDirectory.isOne(Path.of(drafter))
        ? Map.of(
            "draft.kind", "eagle3", "draft.model", Path.of(drafter).toAbsolutePath().toString())
        : Map.of(
            "draft.kind", "model", "draft.model", Environment.models().resolve(drafter).toString());
  }

  /** What all modes have in common. */
  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("model", Environment.models().resolve(model).toString());
    settings.put("slices", slices);
    settings.put("dtype", dtype);
    settings.put("kafka.bootstrap-servers", "the broker's, once it runs");
    return settings;
  }

  /** The job that all modes have in common. */
  Options job(CommandSpec spec) {
    Map<String, String> settings = settings();
    try {
      Options options = OptionsReader.of("the command line", settings);
      if (!options.slices().layers().isEmpty()) {
        throw new OptionsException(
            "slices: '%s' is not allowed; give how many, from 1 on".formatted(slices));
      }
      Topology.check(options);
      return options;
    } catch (OptionsException refused) {
      throw new ParameterException(
          spec.commandLine(), "--" + String.join("\n--", refused.problems()), refused);
    }
  }

  /**
   * The cluster to measure on.
   *
   * @param jobs how many jobs are there at the same time
   */
  ClusterPlan plan(Options job, int jobs, CommandSpec spec) {
    return new ClusterPlan(
        TaskManagers.ofSlices(job.slices().count()).withParallelism(jobs),
        links.shape(spec),
        MetricsPorts.none(),
        job.model(),
        dtype,
        RecordPlan.of(job, ModelFiles.open(Path.of(job.model())).config()).segment(),
        0,
        0,
        false);
  }
}
