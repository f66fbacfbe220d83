package io.dsd.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RopeTest {

  static Stream<JsonNode> cases() {
    return StreamSupport.stream(Resources.json("models/rope.json").spliterator(), false);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void frequenciesEqualThoseOfTransformers(JsonNode golden, @TempDir Path directory)
      throws Exception {
    Path config = directory.resolve("config.json");
    String rope = golden.get("rope").toString();
    Files.writeString(config, "{\"rope_parameters\": %s}".formatted(rope));

    float[] frequencies =
        HuggingFaceRope.read(JsonFields.read(config), 4).frequencies(golden.get("head").asInt());

    JsonNode expected = golden.get("frequencies");
    assertThat(frequencies).hasSize(expected.size());
    for (int i = 0; i < frequencies.length; i++) {
      float wanted = (float) expected.get(i).asDouble();
      assertThat(frequencies[i]).isCloseTo(wanted, Offset.offset(3 * Math.ulp(wanted)));
    }
  }

  @Test
  void frequencyFactorsOfAGgufFileAreTheScalingOfItsDirectory() {
    float[] directory =
        ModelFiles.open(Resources.path("models/tiny-llama3")).config().rope().frequencies(16);
    float[] gguf =
        ModelFiles.open(Resources.path("models/tiny-llama3/model.gguf"))
            .config()
            .rope()
            .frequencies(16);

    assertThat(gguf).usingComparatorWithPrecision(1e-7f).containsExactly(directory);
    assertThat(gguf).isNotEqualTo(Rope.plain(10_000).frequencies(16));
  }
}
