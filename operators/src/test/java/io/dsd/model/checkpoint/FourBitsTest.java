package io.dsd.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dsd.model.ModelFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FourBitsTest {

  private static final Path GGUF = Path.of("src/test/resources/models/tiny-llama-gguf");

  @ParameterizedTest
  @CsvSource({
    "q4_0, self_attn.q_proj",
    "q4_0, self_attn.v_proj",
    "q4_0, mlp.down_proj",
    "q4_1, self_attn.k_proj",
    "q4_1, self_attn.o_proj",
    "q4_1, mlp.gate_proj"
  })
  void aStoredMatrixIsTheSameInFourBitsRowsInTheOrderOfTheModel(String type, String name) {
    StoredTensor tensor =
        ModelFiles.open(GGUF.resolve("tiny-llama-" + type + ".gguf"))
            .checkpoint()
            .get("model.layers.1." + name + ".weight");
    float[] numbers = tensor.toFloats();
    float[] bits = tensor.fourBits().orElseThrow().toFloats();
    assertThat(bits).hasSameSizeAs(numbers);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(bits[i]).isCloseTo(numbers[i], within(1e-6f));
    }
  }

  @Property
  void aRoundedNumberIsHalfAStepAway(
      @ForAll @FloatRange(min = 0.01f, max = 1000) float spread,
      @ForAll @FloatRange(min = -10, max = 10) float shift,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] numbers = new float[2 * 64];
    float least = Float.MAX_VALUE;
    float most = -Float.MAX_VALUE;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (random.nextGaussian() + shift) * spread;
      least = Math.min(least, numbers[i]);
      most = Math.max(most, numbers[i]);
    }
    // scale and zero have eight bits of their own
    float largest = Math.max(Math.abs(least), Math.abs(most)) + (most - least);
    float allowed = (most - least) / 15 * 0.51f + largest / 128;
    float[] rounded = FourBits.round(numbers, List.of(2, 64)).toFloats();
    for (int i = 0; i < numbers.length; i++) {
      assertThat(rounded[i]).isCloseTo(numbers[i], within(allowed));
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1.5", "-3"})
  void equalNumbersStayWhatTheyAre(float number) {
    float[] numbers = new float[64];
    Arrays.fill(numbers, number);
    assertThat(FourBits.round(numbers, List.of(1, 64)).toFloats()).containsOnly(number);
  }
}
