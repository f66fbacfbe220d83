package io.dsd.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateCommandTest {

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aScenarioIsLabelledAndHasEveryStrategy() {
    assertThat(run("--tokens", "300", "--acceptance", "decaying")).isZero();
    assertThat(out.toString())
        .startsWith("Simulated, not measured: 4 slices, links of 25")
        .contains("plain", "chain of 8", "best fixed chain", "best fixed tree", "measured policy");
  }

  @Test
  void aGridIsWrittenAsJsonToo() throws Exception {
    Path json = directory.resolve("grid.json");

    assertThat(
            run(
                "--grid",
                "--tokens",
                "100",
                "--max-nodes",
                "4",
                "--max-depth",
                "2",
                "--max-window",
                "1",
                "--json",
                json.toString()))
        .isZero();

    assertThat(out.toString()).startsWith("Simulated, not measured").contains("x plain");
    JsonNode tree = new ObjectMapper().readTree(json.toFile());
    assertThat(tree.get("simulated").booleanValue()).isTrue();
    assertThat(tree.get("points")).hasSize(36);
    assertThat(tree.get("points").get(0).get("strategies")).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--slices | 0 | --slices: '0' is not allowed; give a whole number from 1 to 1024",
        "--latency | -1 | --latency: '-1.0' is not allowed; give milliseconds from 0 to 1000000",
        "--acceptance | 1.5 | --acceptance: '1.5' is not allowed; give numbers from 0 to 1",
        "--acceptance | good | --acceptance: 'good' is not allowed; give numbers from 0 to 1",
        "--max-nodes | 3 | --max-nodes: '3' is not allowed; give a whole number from 16 to 256",
        "--tokens | 1 | --tokens: '1' is not allowed; give a whole number from 100 to 1000000"
      })
  void whatIsWrongIsNamedWithWhatIsAllowed(String flag, String value, String message) {
    assertThat(run(flag + "=" + value)).isEqualTo(2);
    assertThat(err.toString()).contains("dsd: " + message);
  }

  private int run(String... flags) {
    String[] arguments = new String[flags.length + 1];
    arguments[0] = "simulate";
    System.arraycopy(flags, 0, arguments, 1, flags.length);
    return Dsd.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
