package io.dsd.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.job.Documents;
import io.dsd.job.demo.Prompt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void aMissingCommandIsAskedFor() {
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("Missing a command", "demo", "model", "submit");
  }

  @Test
  void aValueOutOfRangeIsNamedWithWhatIsAllowed() {
    assertThat(run("demo", "--slices", "0")).isEqualTo(1);
    assertThat(err.toString())
        .contains("slices: '0' is not allowed; give a whole number from 1 to 1024")
        .doesNotContain("\tat ");
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
  void sendWithoutBrokersSaysWhichFlagIsMissing() {
    assertThat(run("send", "hello")).isEqualTo(2);
    assertThat(err.toString()).contains("Missing required option: '--bootstrap=HOST:PORT'");
  }

  @Test
  void theLinesOfAFileAreKeptByteForByte() throws Exception {
    byte[] bytes =
        "{\"prompt\":\"a\"}\n\nnot json \u00e4\r\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(directory.resolve("prompts.jsonl"), bytes);
    assertThat(PromptFile.read(file))
        .containsExactly(
            Prompt.line(1, "{\"prompt\":\"a\"}".getBytes(StandardCharsets.ISO_8859_1)),
            Prompt.line(3, "not json \u00e4".getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void theCommandLinesPageIsWhatTheCodeSays() {
    Documents.assertSame("command-line.md", CommandPage.markdown(Dsd.commandLine()));
  }

  private int run(String... arguments) {
    CommandLine line = Dsd.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }
}
