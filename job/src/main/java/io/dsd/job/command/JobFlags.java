package io.dsd.job.command;

import io.dsd.job.fetch.Catalogue;
import io.dsd.job.options.DraftKind;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.Topology;
import io.dsd.model.EagleDirectory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Which job a demonstration runs. */
final class JobFlags {

  private static final Map<String, String> FLAGS =
      Map.of(
          "model", "--model",
          "draft.model", "--draft",
          "slices", "--slices",
          "request.max-tokens", "--max-new-tokens",
          "request.temperature", "--temperature",
          "request.top-p", "--top-p",
          "request.top-k", "--top-k",
          "dtype", "--dtype");

  @Option(
      names = "--model",
      paramLabel = "NAME|DIR|FILE.gguf",
      defaultValue = "smollm2-135m",
      description = "The model (default: ${DEFAULT-VALUE}, fetched on first use).")
  private String model = Catalogue.DEFAULT.name();

  @Option(
      names = "--draft",
      paramLabel = "none|ngram|NAME|DIR|FILE.gguf",
      defaultValue = "ngram",
      description =
          "Who guesses tokens: none, ngram (a lookup in prompt and answer), a model that has the target's vocabulary, or the directory of a draft in EAGLE-3's layout (default: ${DEFAULT-VALUE}).")
  private String draft = "ngram";

  @Option(
      names = "--slices",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How many slices the model is cut into, each one on a task manager of its own (default: ${DEFAULT-VALUE}).")
  private String slices = "3";

  @Option(
      names = "--max-new-tokens",
      paramLabel = "N",
      defaultValue = "128",
      description =
          "How many tokens an answer has at most, if its record does not say (default: ${DEFAULT-VALUE}).")
  private String maxNewTokens = "128";

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0",
      description =
          "The sampling temperature, if a record does not say; 0 takes the likeliest token (default: ${DEFAULT-VALUE}).")
  private String temperature = "0";

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Keep this much of the probability, if a record does not say (default: ${DEFAULT-VALUE}, all).")
  private String topP = "1";

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Keep so many of the likeliest tokens, if a record does not say (default: ${DEFAULT-VALUE}, all).")
  private String topK = "0";

  @Option(
      names = "--dtype",
      paramLabel = "bf16|fp32",
      defaultValue = "bf16",
      description = "The number type of the computation (default: ${DEFAULT-VALUE}).")
  private String dtype = "bf16";

  /**
   * The options that the flags ask for, with models found or fetched, and checked against them.
   *
   * @throws CommandLine.ParameterException naming the flags whose values cannot be used
   */
  Options options(CommandLine command) {
    try {
      Options given = OptionsReader.of("the command line", settings());
      Options options = given.withModel(Environment.models().resolve(model).toString());
      if (options.draft().kind() == DraftKind.MODEL) {
        options =
            options.withDraft(
                options.draft().withModel(Environment.models().resolve(draft).toString()));
      }
      Topology.check(options);
      return options;
    } catch (OptionsException refused) {
      throw new CommandLine.ParameterException(command, inFlags(refused.problems()), refused);
    }
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("model", model);
    settings.put("slices", slices);
    settings.put("dtype", dtype.toLowerCase(Locale.ROOT));
    settings.put("request.max-tokens", maxNewTokens);
    settings.put("request.temperature", temperature);
    settings.put("request.top-p", topP);
    settings.put("request.top-k", topK);
    settings.put("kafka.bootstrap-servers", "in this process");
    settings.put("checkpoint.interval", "200ms");
    settings.put("restart.attempts", "3");
    boolean named = !draft.equals("none") && !draft.equals("ngram");
    String kind = EagleDirectory.isOne(Path.of(draft)) ? "eagle3" : "model";
    settings.put("draft.kind", named ? kind : draft);
    if (named) {
      settings.put(
          "draft.model",
          kind.equals("eagle3") ? Path.of(draft).toAbsolutePath().toString() : draft);
    }
    return settings;
  }

  /** A person who typed a flag knows nothing of the key that it stands for. */
  private static String inFlags(List<String> problems) {
    return problems.stream()
        .map(
            problem -> {
              int colon = Math.max(0, problem.indexOf(':'));
              String key = problem.substring(0, colon);
              return FLAGS.getOrDefault(key, key) + problem.substring(colon);
            })
        .collect(Collectors.joining("\n"));
  }
}
