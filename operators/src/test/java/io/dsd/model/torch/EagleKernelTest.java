package io.dsd.model.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dsd.message.Ints;
import io.dsd.message.round.ComputeType;
import io.dsd.message.round.Tree;
import io.dsd.model.EagleDirectory;
import io.dsd.model.ModelFiles;
import io.dsd.model.Resources;
import io.dsd.model.cache.AttentionMask;
import io.dsd.model.eagle.FeatureKernel;
import io.dsd.model.eagle.FeatureLane;
import io.dsd.model.eagle.FeatureResult;
import io.dsd.model.eagle.Features;
import io.dsd.model.slice.KvRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drafts in EAGLE-3's layout against a reference in plain PyTorch ({@code tiny_eagle3.py}). */
class EagleKernelTest {

  private static final Path MODELS = Resources.path("models");

  private JsonNode golden;

  @ParameterizedTest
  @ValueSource(strings = {"tiny-eagle3", "tiny-eagle3-layers"})
  void aPrefixAndATreeBelowItEqualTheReference(String name) throws IOException {
    golden = new ObjectMapper().readTree(MODELS.resolve(name).resolve("golden.json").toFile());
    EagleDirectory draft =
        new EagleDirectory(
            MODELS.resolve(name), ModelFiles.open(MODELS.resolve("tiny-llama")).checkpoint());
    assertThat(draft.toTarget()).isEqualTo(ints("draft_to_target"));
    try (FeatureKernel kernel = TorchFeatureKernel.load(draft, ComputeType.FP32);
        KvRows rows = kernel.allocate(32)) {
      FeatureResult prefix = prefix(kernel, rows);
      assertRow(prefix, 0, golden.path("logits").path(0));
      int last = ints("tokens").size() - 1;
      Features output = prefix.outputs().pick(Ints.of(last));
      int node = 0;
      for (Ints level : List.of(Ints.of(0, 1), Ints.of(2, 3, 4))) {
        FeatureResult result = level(kernel, rows, level, output);
        for (int i = 0; i < level.size(); i++) {
          assertRow(result, i, golden.path("logits").path(1 + level.get(i)));
          node++;
        }
        // those of the next level hang on nodes 0, 0 and 1
        output = result.outputs();
      }
      assertThat(node).isEqualTo(5);
    }
  }

  private FeatureResult prefix(FeatureKernel kernel, KvRows rows) {
    Ints tokens = ints("tokens");
    List<Float> numbers = new ArrayList<>();
    golden.path("taps").forEach(row -> row.forEach(value -> numbers.add((float) value.asDouble())));
    float[] taps = new float[numbers.size()];
    for (int i = 0; i < taps.length; i++) {
      taps[i] = numbers.get(i);
    }
    Features features = new Features(taps, tokens.size(), taps.length / tokens.size());
    FeatureLane lane =
        new FeatureLane(
            rows,
            0,
            Ints.range(0, tokens.size()),
            new AttentionMask.Causal(),
            tokens,
            features,
            tokens.size() - 1);
    return kernel.forward(List.of(lane)).get(0);
  }

  private FeatureResult level(FeatureKernel kernel, KvRows rows, Ints nodes, Features above) {
    int prefix = ints("tokens").size();
    Ints parents = ints("parents");
    Tree tree = new Tree(Ints.of(-1).append(parents.stream().map(p -> p + 1).toArray()));
    List<BitSet> seen = new ArrayList<>();
    int depth = 0;
    Ints features = Ints.empty();
    for (int node : nodes.toArray()) {
      BitSet row = new BitSet();
      row.set(0, prefix);
      Ints path = tree.path(node + 1);
      path.stream().filter(step -> step > 0).forEach(step -> row.set(prefix + step - 1));
      seen.add(row);
      depth = path.size() - 2;
      features = features.append(Math.max(0, parents.get(node)));
    }
    int position = prefix + depth;
    FeatureLane lane =
        new FeatureLane(
            rows,
            prefix + nodes.get(0),
            Ints.of(nodes.stream().map(node -> position).toArray()),
            new AttentionMask.Explicit(seen),
            Ints.of(nodes.stream().map(ints("tree_tokens")::get).toArray()),
            above.pick(features),
            0);
    return kernel.forward(List.of(lane)).get(0);
  }

  private static void assertRow(FeatureResult result, int row, JsonNode expected) {
    float[] logits = result.logits().row(row);
    assertThat(logits).hasSize(expected.size());
    for (int i = 0; i < logits.length; i++) {
      assertThat(logits[i]).isCloseTo((float) expected.path(i).asDouble(), within(1e-4f));
    }
  }

  private Ints ints(String field) {
    int[] values = new int[golden.path(field).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = golden.path(field).path(i).asInt();
    }
    return Ints.of(values);
  }
}
