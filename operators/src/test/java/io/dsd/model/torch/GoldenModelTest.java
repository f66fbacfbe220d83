package io.dsd.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.draft.ModelDrafter;
import io.dsd.model.slice.LayerRange;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.NgramDrafter;
import io.dsd.speculate.NoDrafter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our slices against what transformers computes with the same weights. */
class GoldenModelTest {

  private static final Path MODELS = Path.of("src/test/resources/models");
  private static final int NEW_TOKENS = 64;

  private record Case(Ints prompt, List<Float> logits, Ints tokens) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tiny-llama",
        "tiny-llama-untied",
        "tiny-llama3",
        "tiny-llama3/model.gguf",
        "tiny-mistral",
        "tiny-mistral/model.gguf",
        "tiny-qwen2",
        "tiny-qwen2/model.gguf",
        "tiny-qwen3",
        "tiny-qwen3/model.gguf",
        "tiny-llama-gguf/tiny-llama-f32.gguf",
        "tiny-llama-gguf/tiny-llama-f16.gguf",
        "tiny-llama-gguf/tiny-llama-bf16.gguf",
        "tiny-llama-gguf/tiny-llama-q8_0.gguf",
        "tiny-llama-gguf/tiny-llama-q4_0.gguf",
        "tiny-llama-gguf/tiny-llama-q4_1.gguf"
      })
  void firstLogitsAndSixtyFourTokensEqualTransformers(String name) throws IOException {
    ModelFiles model = ModelFiles.open(MODELS.resolve(name));
    List<Case> cases = golden(name);
    LayerRange whole = LayerRange.whole(model.config().layers());
    try (TorchKernel kernel = TorchKernel.load(model.checkpoint(), whole, ComputeType.FP32, 512)) {
      for (Case golden : cases) {
        assertClose(PromptLogits.after(kernel, golden.prompt()), golden.logits());
      }
    }
    try (LocalLoop loop = new LocalLoop(model, ComputeType.FP32, 3, new NoDrafter(), 0)) {
      assertThat(decode(loop, cases)).isEqualTo(cases.stream().map(Case::tokens).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-llama", "tiny-llama3", "tiny-mistral", "tiny-qwen2", "tiny-qwen3"})
  void logitsInBf16AreNearThoseInFp32(String name) throws IOException {
    ModelFiles model = ModelFiles.open(MODELS.resolve(name));
    LayerRange whole = LayerRange.whole(model.config().layers());
    try (TorchKernel kernel = TorchKernel.load(model.checkpoint(), whole, ComputeType.BF16, 512)) {
      for (Case golden : golden(name)) {
        float[] logits = PromptLogits.after(kernel, golden.prompt());
        double difference = 0;
        double norm = 0;
        for (int token = 0; token < logits.length; token++) {
          difference += Math.pow(logits[token] - golden.logits().get(token), 2);
          norm += Math.pow(golden.logits().get(token), 2);
        }
        assertThat(Math.sqrt(difference / norm)).isPositive().isLessThan(0.1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "none, 1",
    "none, 3",
    "none, 5",
    "ngram, 1",
    "ngram, 3",
    "ngram, 5",
    "model, 1",
    "model, 3",
    "model, 5"
  })
  void everyDrafterAndCutGivesTheSameTokens(String drafter, int slices) throws IOException {
    ModelFiles model = ModelFiles.open(MODELS.resolve("tiny-llama"));
    List<Case> cases = golden("tiny-llama");
    try (LocalLoop loop =
        new LocalLoop(model, ComputeType.FP32, slices, drafter(drafter, model), 5)) {
      List<Ints> together = decode(loop, cases);
      assertThat(together).isEqualTo(cases.stream().map(Case::tokens).toList());
      Ints alone =
          loop.decode(List.of(cases.get(0).prompt()), NEW_TOKENS, Sampling.greedy()).get(0);
      assertThat(alone).isEqualTo(cases.get(0).tokens());
    }
  }

  @Test
  void aCacheThatCannotHoldAllPromptsCostsReplaysAndChangesNothing() throws IOException {
    ModelFiles model = ModelFiles.open(MODELS.resolve("tiny-llama"));
    List<Case> cases = golden("tiny-llama");
    // what a slice of two layers needs for one sequence of the full context of 512 tokens; those
    // that this test decodes take a quarter of it each
    int bytesPerRow = 2 * 2 * model.config().keyValueHeads() * model.config().headSize() * 4;
    int cacheBytes = 512 * bytesPerRow;
    try (LocalLoop loop =
        new LocalLoop(
            model, ComputeType.FP32, 3, new NgramDrafter(), LocalLoop.chain(4), cacheBytes)) {
      assertThat(decode(loop, cases)).isEqualTo(cases.stream().map(Case::tokens).toList());
      assertThat(loop.replays()).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0.8, 1", "0.8, 0.9"})
  void theTargetAsItsOwnDraftAcceptsEverything(double temperature, double topP) throws IOException {
    ModelFiles model = ModelFiles.open(MODELS.resolve("tiny-llama"));
    List<Ints> prompts = golden("tiny-llama").stream().map(Case::prompt).toList();
    Sampling sampling = new Sampling(temperature, 0, topP, 7);
    try (LocalLoop loop = new LocalLoop(model, ComputeType.FP32, 3, drafter("model", model), 7)) {
      loop.decode(prompts, NEW_TOKENS, sampling);
      assertThat(loop.drafted()).isPositive();
      assertThat(loop.accepted()).isEqualTo(loop.drafted());
    }
  }

  @Test
  void aSeedGivesTheSameTokensForEveryDrafter() throws IOException {
    ModelFiles model = ModelFiles.open(MODELS.resolve("tiny-llama"));
    ModelFiles other = ModelFiles.open(MODELS.resolve("tiny-llama-gguf/tiny-llama-q4_0.gguf"));
    List<Ints> prompts = golden("tiny-llama").stream().map(Case::prompt).toList();
    Sampling sampling = new Sampling(0.8, 0, 1, 42);
    List<List<Ints>> results = new ArrayList<>();
    for (Drafter drafter :
        List.of(
            new NoDrafter(),
            drafter("ngram", model),
            drafter("model", model),
            drafter("model", other))) {
      try (LocalLoop loop = new LocalLoop(model, ComputeType.FP32, 3, drafter, 4)) {
        results.add(loop.decode(prompts, NEW_TOKENS, sampling));
      }
    }
    assertThat(results).allMatch(result -> result.equals(results.get(0)));
  }

  private static Drafter drafter(String name, ModelFiles model) {
    return switch (name) {
      case "none" -> new NoDrafter();
      case "ngram" -> new NgramDrafter();
      case "model" -> {
        LayerRange whole = LayerRange.whole(model.config().layers());
        TorchKernel kernel = TorchKernel.load(model.checkpoint(), whole, ComputeType.FP32, 512);
        yield new ModelDrafter(kernel, 1 << 30, 16);
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static List<Ints> decode(LocalLoop loop, List<Case> cases) {
    return loop.decode(cases.stream().map(Case::prompt).toList(), NEW_TOKENS, Sampling.greedy());
  }

  private static void assertClose(float[] actual, List<Float> expected) {
    assertThat(actual).hasSize(expected.size());
    for (int token = 0; token < actual.length; token++) {
      assertThat(actual[token]).isCloseTo(expected.get(token), within(1e-3f));
    }
  }

  private static List<Case> golden(String name) throws IOException {
    String file = name.replace("model.gguf", "golden.json").replace(".gguf", ".golden.json");
    Path path = MODELS.resolve(file.endsWith(".json") ? file : file + "/golden.json");
    JsonNode cases = new ObjectMapper().readTree(path.toFile()).get("cases");
    Stream<JsonNode> stream = StreamSupport.stream(cases.spliterator(), false);
    return stream
        .map(
            node ->
                new Case(
                    ints(node.get("prompt")), floats(node.get("logits")), ints(node.get("greedy"))))
        .toList();
  }

  private static Ints ints(JsonNode array) {
    return Ints.of(
        StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray());
  }

  private static List<Float> floats(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(node -> (float) node.asDouble())
        .toList();
  }
}
