package io.dsd.job.bench.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dsd.model.ModelFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetTest {

  private static final ModelFiles MODEL =
      ModelFiles.open(Path.of("../operators/src/test/resources/models/tiny-llama"));

  private final Target target = Target.open(MODEL);

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void oneOfAllTokensComesNext() {
    double sum =
        tokens().mapToDouble(token -> Math.exp(target.logProbability("The", List.of(token)))).sum();
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Test
  void laterTokensDependOnThoseBeforeAlsoWhereThePromptIsComputedInSeveralPasses() {
    String text = "The river flows through the valley and on. ".repeat(12);
    double first = target.logProbability(text, List.of(7));
    // the mean of two, less the first, is that of the second alone
    double sum =
        tokens()
            .mapToDouble(
                token -> Math.exp(2 * target.logProbability(text, List.of(7, token)) - first))
            .sum();
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  private static IntStream tokens() {
    return IntStream.range(0, MODEL.config().vocabularySize());
  }
}
