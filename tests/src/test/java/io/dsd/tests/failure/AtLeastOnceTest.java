package io.dsd.tests.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.tests.cluster.TinyModel;
import io.dsd.tests.playground.Answers;
import io.dsd.tests.playground.Playground;
import io.dsd.tests.playground.Playground.Written;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delivery at least once: answers do not wait for a checkpoint, and a failure loses none. */
class AtLeastOnceTest {

  @TempDir private Path directory;

  @Test
  void answersComeWithoutACheckpointAndAfterAFailureAgainTheSame() throws Exception {
    Map<String, String> settings =
        Map.of(
            "model", TinyModel.directory(),
            "dtype", "fp32",
            "kafka.delivery", "at-least-once",
            // none is taken in this test
            "checkpoint.interval", "1h",
            "loop.max-active", "2");
    try (Playground playground = Playground.start(directory, settings)) {
      Faults.plan(Map.of());
      Map<Long, String> undisturbed = Answers.once(run(playground, "calm").completions());
      int passes = Faults.calls().get(Victim.SLICE_1);

      Faults.plan(Map.of(Victim.SLICE_1, passes * 2 / 3));
      Written written = run(playground, "disturbed");

      assertThat(Faults.calls().get(Victim.SLICE_1)).isGreaterThan(passes);
      assertThat(Answers.atLeastOnce(written.completions())).isEqualTo(undisturbed);
      assertThat(written.completions())
          .as("with no checkpoint to go back to, the first ones come again")
          .hasSizeGreaterThan(undisturbed.size());
      assertThat(written.deadLetters())
          .isNotEmpty()
          .allSatisfy(letter -> assertThat(letter.value()).isEqualTo(Prompts.bad()));
    }
  }

  private static Written run(Playground playground, String name) throws Exception {
    return playground.run(name, Map.of(), Prompts.all(), FaultyParts.surroundings());
  }
}
