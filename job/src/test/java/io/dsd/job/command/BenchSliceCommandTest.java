package io.dsd.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchSliceCommandTest {

  private static final String MODEL = "../operators/src/test/resources/models/tiny-llama";

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyShapeIsMeasuredAgainstFloorsOfTheSameRun() throws Exception {
    assertThat(
            run(
                "--model",
                MODEL,
                "--blocks",
                "1,4",
                "--batches",
                "1,3",
                "--context",
                "20",
                "--runs",
                "3",
                "--out",
                directory.toString()))
        .as(err.toString())
        .isZero();

    assertThat(out.toString()).contains("tiny-llama", "GB/s", "TFLOP/s", "floor ms", "report.html");
    JsonNode result = new ObjectMapper().readTree(directory.resolve("slice.json").toFile());
    assertThat(result.get("gigabytes_per_second").get("median").doubleValue()).isPositive();
    assertThat(result.get("points")).hasSize(4);
    assertThat(directory.resolve("slice.png")).isNotEmptyFile();
    assertThat(Files.readString(directory.resolve("report.html"))).contains("bench slice --model");
    assertThat(result.get("points"))
        .allSatisfy(
            point -> {
              double floor = point.get("floor_millis").doubleValue();
              assertThat(floor).isPositive();
              assertThat(point.get("millis").get("median").doubleValue()).isGreaterThan(floor);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--blocks | 0 | --blocks: '0' is not allowed; give a whole number from 1 to 1024",
        "--batches | 1,999 | --batches: '999' is not allowed; give a whole number from 1 to 256",
        "--runs | -1 | --runs: '-1' is not allowed; give a whole number from 1 to 100000",
        "--context | 900000 | --context: '900000' is not allowed; give a whole number from 1 to "
      })
  void whatCannotBeMeasuredIsRefused(String flag, String value, String message) {
    assertThat(run("--model", MODEL, flag, value)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "bench";
    all[1] = "slice";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Dsd.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(all);
  }
}
