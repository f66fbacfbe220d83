package io.dsd.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.job.Documents;
import io.dsd.job.demo.Prompt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DsdTest {

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aFlagThatDoesNotExistIsRefusedWithTheNearestOne() {
    assertThat(run("demo", "--slice", "3")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown option", "--slices");
  }

  @Test
  void aPlaceThatIsNoneAndADurationThatIsNoneAreRefused() {
    assertThat(run("cancel", "--bootstrap", "localhost:1", "order-66")).isEqualTo(2);
    assertThat(err.toString())
        .contains("PLACE: 'order-66' is not allowed; give TOPIC-PARTITION@OFFSET");
    assertThat(run("send", "--bootstrap", "localhost:1", "--deadline", "soon", "a")).isEqualTo(2);
    assertThat(err.toString()).contains("--deadline: 'soon' is not allowed; give a duration");
  }

  @Test
  void aMissingCommandIsAskedFor() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Missing a command", "demo", "model", "submit");
  }

  @Test
  void valuesOutOfRangeAreNamedByTheirFlagsWithWhatIsAllowed() {
    assertThat(run("demo", "--slices", "0", "--temperature=-1", "--top-p", "0", "--dtype", "fp8"))
        .isEqualTo(2);
    assertThat(err.toString().lines())
        .contains(
            "dsd: --slices: '0' is not allowed; give a whole number from 1 to 1024, or a list of"
                + " them (such as [8, 8, 14])",
            "dsd: --temperature: '-1' is not allowed; give a number from 0 to 2",
            "dsd: --top-p: '0' is not allowed; give a number above 0, at most 1",
            "dsd: --dtype: 'fp8' is not allowed; give bf16 or fp32")
        .last()
        .isEqualTo("`dsd demo --help` says what is allowed.");
  }

  @Test
  void moreSlicesThanLayersAreRefusedBeforeAnythingStarts() {
    assertThat(run("demo", "--model", tiny("tiny-llama"), "--slices", "6")).isEqualTo(2);
    assertThat(err.toString())
        .contains("--slices: '6' is not allowed; tiny-llama has 5 layers, so give 1 to 5")
        .doesNotContain("Starting");
    assertThat(run("model", "show", tiny("tiny-llama"), "--slices", "6")).isEqualTo(2);
    assertThat(err.toString()).contains("`dsd model show --help`");
  }

  @Test
  void aDraftWithAnotherVocabularyIsRefusedByName() {
    assertThat(run("demo", "--model", tiny("tiny-llama"), "--draft", tiny("tiny-llama-untied")))
        .isEqualTo(2);
    assertThat(err.toString())
        .contains("--draft: ", "tiny-llama-untied has another vocabulary than the target")
        .doesNotContain("Starting", "draft.model");
  }

  @Test
  void aMeasurementThatCannotBeIsRefusedBeforeAnythingStarts() {
    assertThat(run("bench")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing a command: slice, loop, wan, load, report");
    assertThat(bench("/nowhere")).isEqualTo(2);
    assertThat(err.toString()).contains("dsd: --data: there is no file /nowhere/humaneval");
    assertThat(bench(".", "--sets", "gsm")).isEqualTo(2);
    assertThat(err.toString()).contains("dsd: --sets: 'gsm' is not allowed");
    assertThat(bench(".", "--modes", "plain,fast")).isEqualTo(2);
    assertThat(err.toString()).contains("dsd: --modes: 'fast' is not allowed");
    assertThat(bench(".", "--setting", "full.draft.nodes=many")).isEqualTo(2);
    assertThat(err.toString()).contains("draft.nodes: 'many' is not allowed");
    assertThat(bench(".", "--setting", "draft.nodes=3")).isEqualTo(2);
    assertThat(err.toString()).contains("dsd: --setting: 'draft.nodes' is not allowed");
    assertThat(bench(".", "--slices", "9")).isEqualTo(2);
    assertThat(err.toString()).contains("has 5 layers, so give 1 to 5").doesNotContain("Starting");
    assertThat(run("bench", "report", "--out", directory.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("--out: there are no results in " + directory);
  }

  private int bench(String data, String... more) {
    List<String> arguments = new ArrayList<>(List.of("bench", "wan", "--data", data));
    arguments.addAll(List.of("--model", tiny("tiny-llama"), "--draft", "ngram"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  @Test
  void aFileOfPromptsThatIsNotThereOrEmptyIsNamed() throws Exception {
    assertThat(run("demo", "--model", tiny("tiny-llama"), "--prompts", "/nowhere.jsonl"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--prompts: there is no file /nowhere.jsonl");
    Path empty = Files.createFile(directory.resolve("empty.jsonl"));
    assertThat(run("demo", "--model", tiny("tiny-llama"), "--prompts", empty.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--prompts: there is not a single record in");
  }

  @Test
  void flagsThatFilesDoNotUseAreWarnedOf() {
    run(
        "demo",
        "--model",
        tiny("tiny-llama"),
        "--seed",
        "3",
        "--raw",
        "--prompts",
        "/nowhere.jsonl");
    assertThat(err.toString())
        .contains("--seed 3 is not used for the records of --prompts", "--raw is not used");
  }

  @Test
  void aModelsSheetAddsUpItsSlices() {
    assertThat(run("model", "show", tiny("tiny-llama"), "--slices", "2", "--dtype", "fp32"))
        .isZero();
    assertThat(out.toString())
        .contains("parameters     56,672", "layers         5")
        .containsPattern("0  0-2 +embedding +0\\.1 MiB +384 B")
        .containsPattern("1  3-4 +norm, head +0\\.1 MiB +256 B");
  }

  @Test
  void anUnknownModelIsRefusedInOneLine() {
    assertThat(run("model", "fetch", "nope")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "dsd: there is no model named nope; these can be fetched: smollm2-135m");
  }

  @Test
  void aConfigurationThatIsNotThereIsNamed() {
    assertThat(run("submit", "--config", "/nowhere/dsd.yaml")).isEqualTo(1);
    assertThat(err.toString()).contains("/nowhere/dsd.yaml: there is no such file");
  }

  @Test
  void aClusterThatDoesNotAnswerIsNamedBeforeTopicsAreTouched() throws Exception {
    Path jar = Files.createFile(directory.resolve("dsd-job.jar"));
    Path config = directory.resolve("dsd.yaml");
    Files.writeString(
        config, "model: " + tiny("tiny-llama") + "\nkafka.bootstrap-servers: 127.0.0.1:1\n");
    System.setProperty("dsd.jar", jar.toString());
    try {
      assertThat(run("submit", "--config", config.toString(), "--jobmanager", "127.0.0.1:1"))
          .isEqualTo(1);
    } finally {
      System.clearProperty("dsd.jar");
    }
    assertThat(err.toString()).contains("no Flink cluster answers at 127.0.0.1:1");
    assertThat(run("submit", "--config", config.toString(), "--jobmanager", "nowhere"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--jobmanager: 'nowhere' is not allowed; give HOST:PORT");
  }

  @Test
  void sendWithoutBrokersSaysWhichFlagIsMissing() {
    assertThat(run("send", "hello")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required option: '--bootstrap=HOST:PORT'");
  }

  @Test
  void theLinesOfAFileAreKeptByteForByte() throws Exception {
    byte[] bytes =
        "{\"prompt\":\"a\"}\n\nnot json \u00e4\r\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(directory.resolve("prompts.jsonl"), bytes);
    assertThat(PromptFile.read(file, Dsd.commandLine()))
        .containsExactly(
            Prompt.line(1, "{\"prompt\":\"a\"}".getBytes(StandardCharsets.ISO_8859_1)),
            Prompt.line(3, "not json \u00e4".getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void whatALikelihoodTakesIsSavedByAFlag() {
    assertThat(likelihood()).isEqualTo(true);
    assertThat(likelihood("--no-likelihood")).isEqualTo(false);
    assertThat(likelihood("--likelihood")).isEqualTo(true);
  }

  private static Object likelihood(String... flags) {
    List<String> line = new ArrayList<>(List.of("bench", "wan", "--data", "problems"));
    line.addAll(List.of(flags));
    CommandLine command = Dsd.commandLine();
    return command
        .parseArgs(line.toArray(String[]::new))
        .subcommand()
        .subcommand()
        .commandSpec()
        .findOption("--likelihood")
        .getValue();
  }

  @Test
  void theCommandLinesPageIsWhatTheCodeSays() throws Exception {
    // module k8s compares its own commands, at the end of the page
    String page = Files.readString(Path.of("..", "docs", "command-line.md"));
    String kubernetes = page.substring(CommandPage.withoutKubernetes(page).length());
    Documents.assertSame("command-line.md", CommandPage.markdown(Dsd.commandLine()) + kubernetes);
  }

  private static String tiny(String name) {
    return Path.of("../operators/src/test/resources/models", name).toAbsolutePath().toString();
  }

  private int run(String... arguments) {
    CommandLine line = Dsd.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }
}
