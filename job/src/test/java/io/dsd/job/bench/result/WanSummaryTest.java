package io.dsd.job.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dsd.job.bench.BenchException;
import io.dsd.job.bench.loop.LoopResult;
import io.dsd.job.bench.slice.SliceResult;
import io.dsd.job.bench.statistic.Interval;
import io.dsd.job.bench.trace.Trace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WanSummaryTest {

  private static final Offset<Double> NEAR = within(1e-6);

  @TempDir private Path directory;

  private final WanSummary summary = WanSummary.of(Stored.wan());

  @Test
  void thereIsARowForEachSetAndModeAndForAllSetsTogether() {
    assertThat(summary.rows())
        .extracting(row -> row.set() + " " + row.mode())
        .containsExactly(
            "humaneval plain",
            "humaneval chain-8",
            "humaneval full",
            "gsm8k plain",
            "gsm8k chain-8",
            "gsm8k full",
            "all plain",
            "all chain-8",
            "all full");
  }

  @Test
  void speedIsTokensByTheTimeFromPromptToCompletion() {
    WanRow plain = row("gsm8k", "plain");
    // 12 tokens in 1200, 1300 and 1400 ms
    assertThat(plain.median()).isCloseTo(12 / 1.3, NEAR);
    assertThat(plain.mean()).isCloseTo((12 / 1.2 + 12 / 1.3 + 12 / 1.4) / 3, NEAR);
    assertThat(plain.total()).isCloseTo(36 / 3.9, NEAR);
  }

  @Test
  void ratiosArePairedByProblem() {
    // 1200 / 600, 1300 / 700, 1400 / 800
    assertThat(row("gsm8k", "chain-8").ratio().orElseThrow().value()).isCloseTo(13 / 7.0, NEAR);
    assertThat(row("gsm8k", "chain-8").ratio().orElseThrow().low()).isCloseTo(14 / 8.0, NEAR);
    assertThat(row("gsm8k", "chain-8").ratio().orElseThrow().high()).isCloseTo(2, NEAR);
    assertThat(row("all", "plain").ratio().orElseThrow().value()).isEqualTo(1);
  }

  @Test
  void theLimitIsWhatLinksAndForwardPassesTake() {
    // two links of 25.1 and 25.2 ms, 12 rounds, 240 ms of forward passes
    double least = 12 * 50.3 + 240;
    assertThat(row("gsm8k", "plain").limit()).isCloseTo(12_000 / least, NEAR);
    assertThat(row("gsm8k", "plain").limitShare()).isCloseTo(least / 1300, NEAR);
  }

  @Test
  void roundsThatWereSentAheadAndSurvivedDoNotCountForTheLimit() {
    WanRow full = row("gsm8k", "full");
    assertThat(full.hidden()).isCloseTo((18 - 12) / 24.0, NEAR);
    assertThat(full.limit()).isCloseTo(12_000 / (0.75 * 4 * 50.3 + 150), NEAR);
  }

  @Test
  void thePartsOfTheTimeAddUpToAllOfIt() {
    for (WanRow row : summary.rows()) {
      List<Answer> answers =
          Stored.wan().answers().stream()
              .filter(answer -> answer.mode().equals(row.mode()))
              .filter(answer -> row.set().equals(WanRow.ALL) || answer.set().equals(row.set()))
              .toList();
      double wall = answers.stream().mapToDouble(answer -> answer.spent().wall()).sum();
      assertThat(row.split().total()).isCloseTo(wall / row.tokens(), NEAR);
      assertThat(row.split().parts()).allSatisfy(part -> assertThat(part).isNotNegative());
    }
  }

  @Test
  void answersThatDifferFromPlainOnesAreFoundWithTheirPlace() {
    assertThat(row("humaneval", "full").comparison().orElseThrow())
        .isEqualTo(new Comparison(3, List.of()));
    assertThat(row("all", "full").comparison().orElseThrow())
        .isEqualTo(new Comparison(6, List.of(7)));
    assertThat(row("all", "full").comparison().orElseThrow().equal()).isEqualTo(5);
  }

  @Test
  void differingIsWrongWhereSumsAreExactAndVerdictsStrict() {
    assertThat(summary.isWrong()).isFalse();
    assertThat(of("fp32", "0").isWrong()).isTrue();
    assertThat(of("fp32", "0.3").isWrong()).isFalse();
  }

  /** The same answers as if computed in another type, and verdicts of {@code full} relaxed. */
  private static WanSummary of(String dtype, String relaxation) {
    WanResults stored = Stored.wan();
    Setup setup = stored.setup();
    List<ModeSettings> modes =
        List.of(
            setup.modes().get(0),
            setup.modes().get(1),
            new ModeSettings("full", java.util.Map.of("request.relaxation", relaxation)));
    Setup other =
        new Setup(
            setup.command(),
            setup.started(),
            setup.machine(),
            setup.model(),
            dtype,
            setup.draft(),
            setup.slices(),
            setup.tokens(),
            setup.concurrency(),
            setup.links(),
            setup.linkMillis(),
            modes);
    return WanSummary.of(new WanResults(other, stored.answers(), stored.portions()));
  }

  @Test
  void acceptanceIsCountedByRoundsAndByDepth() {
    assertThat(row("all", "chain-8").acceptanceLength()).isEqualTo(2);
    assertThat(row("all", "chain-8").byDepth()).containsExactly(4 / 6.0, 0.5, 0.0);
    assertThat(row("gsm8k", "chain-8").byDepth()).as("6 tries at the last depth").hasSize(2);
    assertThat(row("all", "full").bytesPerToken()).isEqualTo(5000);
  }

  @Test
  void whatTheTargetThinksOfAnswersIsComparedProblemByProblem() {
    assertThat(row("gsm8k", "plain").likelihood().orElseThrow()).isCloseTo(-0.375, NEAR);
    assertThat(row("gsm8k", "chain-8").likelihoodGap()).contains(new Interval(0, 0, 0));
    // 1, 2 and 3 sixteenths less likely
    Interval gap = row("gsm8k", "full").likelihoodGap().orElseThrow();
    assertThat(gap.value()).isCloseTo(-0.125, NEAR);
    assertThat(gap.low()).isBetween(-0.1875, -0.125);
    assertThat(gap.high()).isBetween(-0.125, -0.0625);
  }

  @Test
  void withoutTheTargetsWordNothingIsSaidOfLikelihood() {
    WanResults stored = Stored.wan();
    WanSummary unasked =
        WanSummary.of(new WanResults(stored.setup(), stored.answers(), stored.portions()));
    assertThat(unasked.rows())
        .allSatisfy(row -> assertThat(row.likelihood()).isEmpty())
        .allSatisfy(row -> assertThat(row.likelihoodGap()).isEmpty());
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    ResultFiles files = new ResultFiles(directory.resolve("new"));
    files.write(files.wan(), Stored.wan());
    files.write(files.load(), Stored.load());
    files.write(files.trace(), Stored.trace());
    files.write(files.slice(), Stored.slice());
    files.write(files.loop(), Stored.loop());
    assertThat(files.read(files.wan(), WanResults.class)).contains(Stored.wan());
    assertThat(files.read(files.load(), LoadResults.class)).contains(Stored.load());
    assertThat(files.read(files.trace(), Trace.class)).contains(Stored.trace());
    assertThat(files.read(files.slice(), SliceResult.class)).contains(Stored.slice());
    assertThat(files.read(files.loop(), LoopResult.class)).contains(Stored.loop());
  }

  @Test
  void aFileThatHoldsSomethingElseIsNamed() throws Exception {
    ResultFiles files = new ResultFiles(directory);
    Files.writeString(files.wan(), "{\"setup\": 3}");
    assertThatThrownBy(() -> files.read(files.wan(), WanResults.class))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("wan.json does not hold results of this version");
  }

  private WanRow row(String set, String mode) {
    return summary.rows().stream()
        .filter(row -> row.set().equals(set) && row.mode().equals(mode))
        .findFirst()
        .orElseThrow();
  }
}
