package io.dsd.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.Relaxation;
import io.dsd.message.Sampling;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.Leeway;
import io.dsd.model.ModelFiles;
import io.dsd.model.draft.ModelDrafter;
import io.dsd.model.slice.LayerRange;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verdicts that may follow a drafter which is mostly wrong. */
class RelaxedDecodingTest {

  private static final Path MODELS = Path.of("src/test/resources/models");
  private static final int NEW_TOKENS = 40;
  private static final List<Ints> PROMPTS =
      List.of(Ints.of(12, 250, 31), Ints.of(7), Ints.range(40, 75));

  /** No token is key. */
  private static final Relaxation ALWAYS = new Relaxation(0.8, Double.MAX_VALUE, 1, 0);

  /** Every token is. */
  private static final Relaxation NEVER = new Relaxation(0.8, 0, 0, 2);

  private record Decoded(List<Ints> tokens, double perRound, Leeway leeway) {}

  private static Decoded decode(DraftPlan plan, double temperature, Relaxation relaxation) {
    ModelFiles target = ModelFiles.open(MODELS.resolve("tiny-llama3"));
    ModelFiles other = ModelFiles.open(MODELS.resolve("tiny-llama-untied"));
    LayerRange whole = LayerRange.whole(other.config().layers());
    TorchKernel kernel = TorchKernel.load(other.checkpoint(), whole, ComputeType.FP32, 512);
    try (LocalLoop loop =
        new LocalLoop(
            target, ComputeType.FP32, 2, new ModelDrafter(kernel, 1 << 30, 16), plan, 1 << 30)) {
      loop.relax(relaxation);
      List<Ints> tokens =
          loop.decode(
              PROMPTS, NEW_TOKENS, new Sampling(temperature, 0, temperature == 0 ? 1 : 0.95, 42));
      return new Decoded(tokens, 1.0 * loop.accepted() / loop.rounds(), loop.leeway());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 1", "0, 16, 1", "0, 16, 3", "0.8, 4, 2", "0.8, 16, 1"})
  void aRelaxedVerdictAcceptsMoreAndSaysWhatThatCost(double temperature, int nodes, int window) {
    DraftPlan plan = new DraftPlan(new BlockShape(4, nodes), window);
    Decoded strict = decode(plan, temperature, Relaxation.STRICT);
    Decoded relaxed = decode(plan, temperature, ALWAYS);
    assertThat(relaxed.perRound()).isGreaterThan(strict.perRound() + 0.5);
    assertThat(relaxed.tokens()).isNotEqualTo(strict.tokens());
    assertThat(relaxed.leeway().judged()).isPositive();
    assertThat(relaxed.leeway().key()).isZero();
    assertThat(relaxed.leeway().totalVariation() / relaxed.leeway().judged()).isBetween(0.1, 0.8);
    assertThat(strict.leeway()).isEqualTo(Leeway.NONE);
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 2", "0.8, 16, 3"})
  void whereEveryTokenIsKeyTheTokensAreThoseOfPlainDecoding(
      double temperature, int nodes, int window) {
    DraftPlan plan = new DraftPlan(new BlockShape(4, nodes), window);
    Decoded strict = decode(DraftPlan.PLAIN, temperature, Relaxation.STRICT);
    Decoded key = decode(plan, temperature, NEVER);
    assertThat(key.tokens()).isEqualTo(strict.tokens());
    assertThat(key.leeway().judged()).isPositive();
    assertThat(key.leeway().key()).isEqualTo(key.leeway().judged());
    assertThat(key.leeway().totalVariation()).isZero();
  }
}
