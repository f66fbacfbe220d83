package io.dsd.job.command;

import io.dsd.job.demo.Demonstration;
import io.dsd.job.demo.Display;
import io.dsd.job.demo.Prompt;
import io.dsd.job.demo.Summary;
import io.dsd.job.options.Options;
import io.dsd.job.topology.Topology;
import io.dsd.model.ModelFiles;
import io.dsd.model.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private PromptFlags prompts;

  @Mixin private JobFlags job;

  @Option(
      names = "--json",
      description =
          "Print one completion record per line, in prompt order, and nothing else on standard output.")
  private boolean json;

  @Option(
      names = "--show-drafts",
      description =
          "Colour the answers by who found their tokens: drafted and accepted, corrected by the target, or added by it.")
  private boolean showDrafts;

  @Override
  public Integer call() throws Exception {
    Options options = job.options(spec.commandLine(), Environment.models(), Environment.shipped());
    prompts.warn(spec.commandLine().getErr());
    boolean chat =
        !prompts.raw() && ModelFiles.open(Path.of(options.model())).chatTemplate().isPresent();
    List<Prompt> all = prompts.prompts(chat, !json, spec.commandLine());
    spec.commandLine()
        .getErr()
        .printf(
            "Starting a Kafka broker, and Flink with %s ...%n",
            options.slices().count() == 1
                ? "one task manager"
                : options.slices().count() + " task managers, one per slice");
    try (Demonstration demonstration = new Demonstration(Topology::draw, options);
        Tokenizer tokenizer = ModelFiles.open(Path.of(options.model())).openTokenizer()) {
      return untilInterrupted(demonstration, all, display(all, tokenizer));
    }
  }

  private Display display(List<Prompt> all, Tokenizer tokenizer) {
    if (json) {
      return Display.lines(System.out);
    }
    return showDrafts
        ? Display.drafts(System.out, all, tokenizer::decode)
        : Display.text(System.out, all);
  }

  private int untilInterrupted(Demonstration demonstration, List<Prompt> all, Display display)
      throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              demonstration.stop();
              awaitQuietly(closed);
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Summary summary = demonstration.run(all, display);
      spec.commandLine().getErr().println(summary.line());
      return summary.failed() == 0 ? 0 : 1;
    } catch (InterruptedException stopped) {
      // whatever comes next on the terminal begins on a line of its own
      spec.commandLine().getErr().println();
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
}
