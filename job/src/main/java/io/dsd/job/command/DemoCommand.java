package io.dsd.job.command;

import io.dsd.job.demo.Demonstration;
import io.dsd.job.demo.Prompt;
import io.dsd.job.demo.Summary;
import io.dsd.job.fetch.Catalogue;
import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsReader;
import io.dsd.job.topology.Topology;
import io.dsd.model.ModelFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answers prompts on this machine, through a Kafka broker and a Flink cluster of its own. */
@Command(
    name = "demo",
    description =
        "Starts a Kafka broker and a Flink cluster with one task manager per slice in this process, submits the job, sends the prompts through the prompts topic and prints the answers as they grow.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {

  private static final int INTERRUPTED = 130;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description =
          "A prompt; repeatable. Rendered with the model's chat template if it has one. Without any prompt three built-in ones are used.")
  private List<String> prompts = new ArrayList<>();

  @Option(
      names = "--prompts",
      paramLabel = "FILE.jsonl",
      description = "A file of prompt records as on the topic, one a line, sent as they are.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--raw", description = "Send --prompt texts as they are, without the template.")
  private boolean raw;

  @Option(
      names = "--model",
      paramLabel = "NAME|DIR|FILE.gguf",
      defaultValue = "smollm2-135m",
      description = "The model (default: ${DEFAULT-VALUE}, fetched on first use).")
  private String model = Catalogue.DEFAULT.name();

  @Option(
      names = "--draft",
      paramLabel = "none|ngram|NAME|DIR",
      defaultValue = "ngram",
      description = "Who guesses tokens: none, ngram or a model (default: ${DEFAULT-VALUE}).")
  private String draft = "ngram";

  @Option(
      names = "--slices",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many slices the model is cut into (default: ${DEFAULT-VALUE}).")
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
      description = "Keep this much of the probability (default: ${DEFAULT-VALUE}, all).")
  private String topP = "1";

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Keep so many of the likeliest tokens (default: ${DEFAULT-VALUE}, all).")
  private String topK = "0";

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "The seed of --prompt texts; records in files have their own.")
  private Long seed;

  @Option(
      names = "--dtype",
      paramLabel = "bf16|fp32",
      defaultValue = "bf16",
      description = "The number type of the computation (default: ${DEFAULT-VALUE}).")
  private String dtype = "bf16";

  @Option(
      names = "--json",
      description =
          "Print one completion record per line, in prompt order, and nothing else on standard output.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Options options = options();
    Path target = Environment.models().resolve(model);
    boolean chat = !raw && ModelFiles.open(target).chatTemplate().isPresent();
    List<Prompt> all = prompts(chat);
    try (Demonstration demonstration =
        new Demonstration(Topology::draw, options.withModel(target.toString()))) {
      return untilInterrupted(demonstration, all);
    }
  }

  private int untilInterrupted(Demonstration demonstration, List<Prompt> all) throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              demonstration.stop();
              awaitQuietly(closed);
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Summary summary = demonstration.run(all, json, System.out);
      spec.commandLine().getErr().println(summary.line());
      return summary.failed() == 0 ? 0 : 1;
    } catch (InterruptedException stopped) {
      return INTERRUPTED;
    } finally {
      demonstration.close();
      closed.countDown();
      if (!demonstration.isStopped()) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  private static void awaitQuietly(CountDownLatch closed) {
    try {
      if (!closed.await(30, TimeUnit.SECONDS)) {
        System.err.println("dsd: some of the demo did not stop in time");
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Prompt> prompts(boolean chat) throws java.io.IOException {
    OptionalLong chosen = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    List<String> texts = prompts.isEmpty() && files.isEmpty() ? Prompt.BUILT_IN : prompts;
    List<Prompt> all = new ArrayList<>();
    texts.forEach(text -> all.add(Prompt.of(text, chat, !json, chosen)));
    for (Path file : files) {
      all.addAll(PromptFile.read(file));
    }
    if (all.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "There is not a single line in " + files);
    }
    return all;
  }

  private Options options() {
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
    if (draft.equals("none") || draft.equals("ngram")) {
      settings.put("draft.kind", draft);
    } else {
      settings.put("draft.kind", "model");
      settings.put("draft.model", Environment.models().resolve(draft).toString());
    }
    return OptionsReader.of("the command line", settings);
  }
}
