package io.dsd.job.command;

import io.dsd.job.fetch.Catalogue;
import io.dsd.job.fetch.FetchException;
import io.dsd.job.fetch.ModelNames;
import io.dsd.job.fetch.Shipped;
import io.dsd.job.options.DraftKind;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.Topology;
import io.dsd.model.EagleDirectory;
import java.io.PrintWriter;
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

  private static final String AUTO = "auto";

  private static final Map<String, String> FLAGS =
      Map.ofEntries(
          Map.entry("model", "--model"),
          Map.entry("draft.model", "--draft"),
          Map.entry("draft.length", "--draft-length"),
          Map.entry("draft.nodes", "--draft-nodes"),
          Map.entry("draft.window", "--draft-window"),
          Map.entry("draft.lookup", "--draft-lookup"),
          Map.entry("slices", "--slices"),
          Map.entry("request.max-tokens", "--max-new-tokens"),
          Map.entry("request.temperature", "--temperature"),
          Map.entry("request.top-p", "--top-p"),
          Map.entry("request.top-k", "--top-k"),
          Map.entry("request.relaxation", "--relaxation"),
          Map.entry("dtype", "--dtype"));

  @Option(
      names = "--model",
      paramLabel = "NAME|DIR|FILE.gguf",
      defaultValue = "smollm2-135m",
      description =
          "The model (default: ${DEFAULT-VALUE}, fetched on first use; if it cannot be, and none is named, the tiny one that comes with dsd, with a warning).")
  private String model = Catalogue.DEFAULT.name();

  @Option(
      names = "--draft",
      paramLabel = "auto|none|ngram|NAME|DIR|FILE.gguf",
      defaultValue = "auto",
      description =
          "Who guesses tokens: none, ngram (a lookup in prompt and answer), a model that has the target's vocabulary, or the directory of a draft in EAGLE-3's layout; auto takes the trained draft that comes with dsd for this model, else ngram (default: ${DEFAULT-VALUE}).")
  private String draft = AUTO;

  @Option(
      names = "--draft-length",
      paramLabel = "N",
      defaultValue = "7",
      description =
          "How many drafted tokens stand after each other in a block (default: ${DEFAULT-VALUE}).")
  private String draftLength = "7";

  @Option(
      names = "--draft-nodes",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How many drafted tokens a block holds; more than the length make a tree (default: ${DEFAULT-VALUE}, a chain).")
  private String draftNodes = "0";

  @Option(
      names = "--draft-window",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many blocks of a sequence may be on their way (default: ${DEFAULT-VALUE}).")
  private String draftWindow = "1";

  @Option(
      names = "--draft-lookup",
      paramLabel = "true|false",
      defaultValue = "true",
      description =
          "Whether a draft model also proposes what the lookup in prompt and answer finds (default: ${DEFAULT-VALUE}).")
  private String draftLookup = "true";

  @Option(
      names = "--relaxation",
      paramLabel = "R",
      defaultValue = "0",
      description =
          "How far verdicts may follow the drafter, if a record does not say; 0 gives the answers of plain decoding (default: ${DEFAULT-VALUE}).")
  private String relaxation = "0";

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
   * @param models finds and fetches
   * @param shipped what came with dsd; its tiny model answers, and a warning says so, where no
   *     model is named and the default one cannot be fetched
   * @throws CommandLine.ParameterException naming the flags whose values cannot be used
   */
  Options options(CommandLine command, ModelNames models, Shipped shipped) {
    try {
      return options(model, models, shipped);
    } catch (FetchException unfetched) {
      boolean named = command.getParseResult().hasMatchedOption("--model");
      if (named || !anyModelDoes() || !shipped.hasTiny()) {
        throw unfetched;
      }
      Options options = options(Shipped.TINY, models, shipped);
      warnOfTiny(command.getErr(), unfetched);
      return options;
    } catch (OptionsException refused) {
      throw new CommandLine.ParameterException(command, inFlags(refused.problems()), refused);
    }
  }

  private Options options(String target, ModelNames models, Shipped shipped) {
    String drafter =
        draft.equals(AUTO) ? shipped.draft(target).map(Path::toString).orElse("ngram") : draft;
    Options given = OptionsReader.of("the command line", settings(target, drafter));
    Options options = given.withModel(models.resolve(target).toString());
    if (options.draft().kind() == DraftKind.MODEL) {
      options = options.withDraft(options.draft().withModel(models.resolve(drafter).toString()));
    }
    Topology.check(options);
    return options;
  }

  /** Whether the draft asked for can draft for the tiny model, too. */
  private boolean anyModelDoes() {
    return List.of(AUTO, "none", "ngram").contains(draft);
  }

  private static void warnOfTiny(PrintWriter err, FetchException unfetched) {
    err.printf(
        """

        WARNING: the default model, %s, cannot be fetched:
          %s
        The tiny model that comes with dsd answers instead. It has a million parameters: it shows
        how the job runs, and what it says makes no sense. `./dsd model fetch %s` tries
        again, --model takes a model of your own.

        """,
        Catalogue.DEFAULT.name(), unfetched.getMessage(), Catalogue.DEFAULT.name());
  }

  private Map<String, String> settings(String target, String drafter) {
    Map<String, String> settings = new HashMap<>();
    settings.put("model", target);
    settings.put("slices", slices);
    settings.put("dtype", dtype.toLowerCase(Locale.ROOT));
    settings.put("request.max-tokens", maxNewTokens);
    settings.put("request.temperature", temperature);
    settings.put("request.top-p", topP);
    settings.put("request.top-k", topK);
    settings.put("kafka.bootstrap-servers", "in this process");
    settings.put("checkpoint.interval", "200ms");
    settings.put("restart.attempts", "3");
    settings.put("request.relaxation", relaxation);
    settings.put("draft.length", draftLength);
    settings.put("draft.nodes", draftNodes);
    settings.put("draft.window", draftWindow);
    settings.put("draft.lookup", draftLookup);
    boolean named = !drafter.equals("none") && !drafter.equals("ngram");
    String kind = EagleDirectory.isOne(Path.of(drafter)) ? "eagle3" : "model";
    settings.put("draft.kind", named ? kind : drafter);
    if (named) {
      settings.put(
          "draft.model",
          kind.equals("eagle3") ? Path.of(drafter).toAbsolutePath().toString() : drafter);
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
