package io.dsd.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code dsd bench wan} from the command to the report, with the tiny pair. */
@Tag("alone")
class BenchWanTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int TOKENS = 16;

  @Test
  @Timeout(240)
  void modesAreMeasuredOnOneClusterThatIsGoneAfterwardsAndAnswersAreThoseOfPlainDecoding()
      throws Exception {
    assumeTrue(FlinkDistribution.isBuilt(), "job/target/dsd-job-dist is made by mvn package");
    BenchProcess bench = BenchProcess.in("bench-wan");
    Path out = bench.out();

    List<String> said;
    try (JavaProcess process =
        bench.start(
            "wan",
            "--tokens",
            Integer.toString(TOKENS),
            "--warm-up",
            "4",
            "--portion",
            "2",
            "--modes",
            "plain,chain-8")) {
      said = process.lines(PATIENCE);
    }

    assertThat(said).last().isEqualTo("report: " + out.resolve("report.html"));
    JsonNode results = JSON.readTree(out.resolve("wan.json").toFile());
    assertThat(results.path("answers")).hasSize(4);
    for (JsonNode answer : results.path("answers")) {
      assertThat(answer.path("tokens").size()).isBetween(1, TOKENS);
      assertThat(answer.at("/rounds/committed").asInt())
          .isGreaterThanOrEqualTo(answer.path("tokens").size());
      double loop =
          Stream.of("draft", "slices", "queues", "links")
              .mapToDouble(part -> answer.at("/spent/" + part).asDouble())
              .sum();
      assertThat(answer.at("/spent/wall").asDouble()).isGreaterThan(loop);
      // two links of 5 ms in each round, of which nothing is hidden with a window of 1
      assertThat(answer.at("/spent/links").asDouble())
          .isGreaterThan(10 * answer.at("/rounds/rounds").asInt());
    }
    assertThat(said)
        .filteredOn(line -> line.startsWith("gsm8k  chain-8"))
        .first()
        .asString()
        .contains("  2/2  ")
        .endsWith("  0.000 (0.000 to 0.000)");
    assertThat(results.path("portions")).hasSize(2);
    for (JsonNode portion : results.path("portions")) {
      assertThat(portion.path("tokens").asInt()).isBetween(2, 2 * TOKENS);
      // what crosses a link for a token is at least one row of 128 numbers
      assertThat(portion.path("link_bytes").asInt() / portion.path("tokens").asInt())
          .isGreaterThan(128);
      assertThat(portion.path("busy")).hasSize(2);
    }
    assertThat(results.path("likelihoods")).hasSize(4);
    for (JsonNode likelihood : results.path("likelihoods")) {
      assertThat(likelihood.path("log_probability").asDouble()).isBetween(-8.0, -0.01);
    }
    assertThat(Files.readString(out.resolve("report.html"))).contains("chain-8");
    assertThat(out.resolve("wan.png")).isNotEmptyFile();
    assertThat(bench.cluster()).doesNotExist();
  }
}
