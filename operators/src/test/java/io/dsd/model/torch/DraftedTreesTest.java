package io.dsd.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.draft.ModelDrafter;
import io.dsd.model.slice.LayerRange;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Drafter;
import io.dsd.speculate.NgramDrafter;
import io.dsd.speculate.NoDrafter;
import io.dsd.speculate.Proposal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is drafted, and however much of it is on its way, the tokens are those of the target.
 */
class DraftedTreesTest {

  private static final Path MODELS = Path.of("src/test/resources/models");
  private static final int NEW_TOKENS = 48;
  private static final List<Ints> PROMPTS =
      List.of(
          Ints.of(12, 250, 31),
          Ints.of(1, 2, 3, 4, 1, 2, 3, 4, 1, 2),
          Ints.range(40, 75),
          Ints.of(7));
  private static final Map<Double, List<Ints>> PLAIN = new TreeMap<>();

  private static ModelFiles target() {
    return ModelFiles.open(MODELS.resolve("tiny-llama"));
  }

  private static ModelFiles other() {
    return ModelFiles.open(MODELS.resolve("tiny-llama-gguf/tiny-llama-q4_0.gguf"));
  }

  private static Drafter drafter(String name) {
    return switch (name) {
      case "none" -> new NoDrafter();
      case "ngram" -> new NgramDrafter(1, 3);
      case "model" -> new ModelDrafter(kernel(other()), 1 << 30, 16);
      case "itself" -> new ModelDrafter(kernel(target()), 1 << 30, 16);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static TorchKernel kernel(ModelFiles model) {
    LayerRange whole = LayerRange.whole(model.config().layers());
    return TorchKernel.load(model.checkpoint(), whole, ComputeType.FP32, 512);
  }

  private static Sampling sampling(double temperature) {
    return new Sampling(temperature, 0, temperature == 0 ? 1 : 0.95, 42);
  }

  private static synchronized List<Ints> plain(double temperature) {
    return PLAIN.computeIfAbsent(
        temperature,
        one -> {
          try (LocalLoop loop = new LocalLoop(target(), ComputeType.FP32, 1, new NoDrafter(), 0)) {
            return loop.decode(PROMPTS, NEW_TOKENS, sampling(one));
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "none, 1, 1, 0",
    "none, 1, 3, 0.8",
    "ngram, 1, 1, 0",
    "ngram, 1, 4, 0.8",
    "ngram, 8, 1, 0.8",
    "ngram, 8, 2, 0",
    "ngram, 8, 3, 0.8",
    "ngram, 64, 1, 0",
    "ngram, 64, 4, 0",
    "ngram, 64, 4, 0.8",
    "model, 1, 1, 0.8",
    "model, 1, 2, 0",
    "model, 1, 4, 0.8",
    "model, 8, 1, 0",
    "model, 8, 2, 0.8",
    "model, 8, 3, 0",
    "model, 8, 4, 0.8",
    "model, 64, 1, 0",
    "model, 64, 1, 0.8",
    "model, 64, 2, 0",
    "model, 64, 3, 0.8",
    "model, 64, 4, 0",
    "model, 64, 4, 0.8"
  })
  void theTokensAreThoseOfPlainDecoding(String name, int nodes, int window, double temperature) {
    BlockShape shape = new BlockShape(Math.min(nodes, 5), nodes);
    DraftPlan plan = new DraftPlan(shape, window);
    try (LocalLoop loop =
        new LocalLoop(target(), ComputeType.FP32, 2, drafter(name), plan, 1 << 30)) {
      assertThat(loop.decode(PROMPTS, NEW_TOKENS, sampling(temperature)))
          .isEqualTo(plain(temperature));
      assertThat(loop.replays()).isZero();
      // a random model is sure of nothing, and in a large tree no leaf is likely
      if (name.equals("model") && nodes <= 8) {
        assertThat(loop.accepted()).isPositive();
        assertThat(loop.ahead() > 0).isEqualTo(window > 1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "4, 0", "1, 0.8", "4, 0.8"})
  void theTargetAsItsOwnDraftAcceptsTheWholeDepthOfEveryTree(int window, double temperature) {
    DraftPlan plan = new DraftPlan(new BlockShape(5, 16), window);
    try (LocalLoop loop =
        new LocalLoop(target(), ComputeType.FP32, 2, drafter("itself"), plan, 1 << 30)) {
      assertThat(loop.decode(PROMPTS.subList(0, 1), 61, sampling(temperature)))
          .isEqualTo(List.of(plainAlone(temperature)));
      // one token by the prompt, then five and a bonus token each round
      if (window == 1) {
        assertThat(loop.rounds()).isEqualTo(11);
      }
    }
  }

  private static Ints plainAlone(double temperature) {
    try (LocalLoop loop = new LocalLoop(target(), ComputeType.FP32, 1, new NoDrafter(), 0)) {
      return loop.decode(PROMPTS.subList(0, 1), 61, sampling(temperature)).get(0);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.8})
  void everyNodeOfATreeIsWhatTheModelWouldProposeAfterTheTokensOnTheWayToIt(double temperature) {
    BlockShape shape = new BlockShape(4, 24);
    SequenceId sequence = new SequenceId("prompts", 0, 1);
    SequenceId check = new SequenceId("prompts", 0, 2);
    try (Drafter drafter = drafter("model")) {
      Ints prefix = PROMPTS.get(2);
      for (int turn = 0; turn < 6; turn++) {
        DraftTask task = new DraftTask(sequence, prefix, 3, sampling(temperature), shape);
        Proposal tree = drafter.propose(List.of(task)).get(0);
        List<Integer> seen = new ArrayList<>();
        for (int node = 0; node < tree.size(); node++) {
          int parent = tree.parents().get(node);
          if (!seen.contains(parent)) {
            seen.add(parent);
            Ints way = prefix.append(tree.tokensTo(parent));
            drafter.release(check);
            DraftTask one = DraftTask.chain(check, way, sampling(temperature), 1);
            Proposal first = drafter.propose(List.of(one)).get(0);
            assertThat(tree.tokens().get(node)).isEqualTo(first.tokens().get(0));
          }
        }
        // the rows of the likeliest path stay, those of other ways do not
        Ints way = tree.tokensTo(turn % 2 == 0 ? tree.likeliestLeaf() : tree.size() - 1);
        prefix = prefix.append(way).append(turn);
      }
    }
  }
}
