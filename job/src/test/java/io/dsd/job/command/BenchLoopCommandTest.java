package io.dsd.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchLoopCommandTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sizes | 1k,1x | --sizes: '1x' is not allowed; give sizes from 2b to 64m",
        "--sizes | 1g | --sizes: '1g' is not allowed; give sizes from 2b to 64m",
        "--in-flight | 0 | --in-flight: '0' is not allowed; give a whole number from 1 to 1024",
        "--hops | 1 | --hops: '1' is not allowed; give a whole number from 2 to 65",
        "--seconds | 0 | --seconds: '0' is not allowed; give a whole number from 1 to 3600"
      })
  void whatCannotBeMeasuredIsRefused(String flag, String value, String message) {
    StringWriter err = new StringWriter();
    int status =
        Dsd.commandLine().setErr(new PrintWriter(err, true)).execute("bench", "loop", flag, value);
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }
}
