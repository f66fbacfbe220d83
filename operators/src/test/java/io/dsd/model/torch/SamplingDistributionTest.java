package io.dsd.model.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.round.ComputeType;
import io.dsd.model.ModelFiles;
import io.dsd.model.draft.ModelDrafter;
import io.dsd.model.slice.LayerRange;
import io.dsd.speculate.BlockShape;
import io.dsd.speculate.DraftPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes out of drafting and verifying is a sample of the target's own distribution. */
class SamplingDistributionTest {

  private static final Path MODELS = Path.of("src/test/resources/models");
  private static final Ints PROMPT = Ints.of(12, 250, 31);
  private static final int SAMPLES = 4000;
  private static final int AT_ONCE = 200;

  @ParameterizedTest
  @CsvSource({"2.5, 4, 1, 3, 1", "0.8, 5, 0.9, 8, 1", "1, 5, 0.9, 8, 2"})
  void twoDraftedTokensFollowTheTargetsProbabilities(
      double temperature, int topK, double topP, int nodes, int window) {
    Sampling sampling = new Sampling(temperature, topK, topP, 0);
    DraftPlan plan = new DraftPlan(new BlockShape(3, nodes), window);
    ModelFiles target = ModelFiles.open(MODELS.resolve("tiny-llama"));
    Map<Ints, Double> expected = probabilities(target, sampling);
    Map<Ints, Integer> counted = new HashMap<>();
    ModelFiles draft = ModelFiles.open(MODELS.resolve("tiny-llama-gguf/tiny-llama-q4_0.gguf"));
    ModelDrafter drafter = new ModelDrafter(kernel(draft), 1 << 30, 16);
    try (LocalLoop loop = new LocalLoop(target, ComputeType.FP32, 2, drafter, plan, 1 << 30)) {
      for (int from = 0; from < SAMPLES; from += AT_ONCE) {
        List<Sampling> samplings =
            LongStream.range(from, from + AT_ONCE)
                .mapToObj(seed -> new Sampling(temperature, topK, topP, seed))
                .toList();
        loop.decode(Collections.nCopies(AT_ONCE, PROMPT), 3, samplings)
            .forEach(tokens -> counted.merge(tokens.slice(1, 3), 1, Integer::sum));
      }
      assertThat(loop.accepted()).as("drafts are accepted").isPositive();
      assertThat(loop.drafted()).as("and rejected").isGreaterThan(loop.accepted());
    }
    assertThat(counted.keySet()).isSubsetOf(expected.keySet());
    assertThat(pValue(expected, counted)).isGreaterThan(1e-4);
  }

  /** Of the second and third token together, over all first ones. */
  private static Map<Ints, Double> probabilities(ModelFiles target, Sampling sampling) {
    Map<Ints, Double> pairs = new HashMap<>();
    try (TorchKernel kernel = kernel(target)) {
      next(kernel, PROMPT, sampling)
          .forEach(
              (first, ofFirst) ->
                  next(kernel, PROMPT.append(first), sampling)
                      .forEach(
                          (second, ofSecond) ->
                              next(kernel, PROMPT.append(first, second), sampling)
                                  .forEach(
                                      (third, ofThird) ->
                                          pairs.merge(
                                              Ints.of(second, third),
                                              ofFirst * ofSecond * ofThird,
                                              Double::sum))));
    }
    return pairs;
  }

  private static Map<Integer, Double> next(TorchKernel kernel, Ints tokens, Sampling sampling) {
    float[] logits = PromptLogits.after(kernel, tokens);
    List<Integer> best =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(Comparator.comparing((Integer token) -> -logits[token]))
            .limit(sampling.topK())
            .toList();
    double all = best.stream().mapToDouble(token -> weight(logits[token], sampling)).sum();
    Map<Integer, Double> weights = new HashMap<>();
    double kept = 0;
    for (int token : best) {
      if (kept < sampling.topP() * all) {
        weights.put(token, weight(logits[token], sampling));
        kept += weight(logits[token], sampling);
      }
    }
    double total = kept;
    weights.replaceAll((token, weight) -> weight / total);
    return weights;
  }

  private static double weight(float logit, Sampling sampling) {
    return Math.exp(logit / sampling.temperature());
  }

  /** Pearson's test, with cells of less than five expected samples put together. */
  private static double pValue(Map<Ints, Double> expected, Map<Ints, Integer> counted) {
    double statistic = 0;
    int cells = 0;
    List<double[]> rare = new ArrayList<>();
    for (Map.Entry<Ints, Double> entry : expected.entrySet()) {
      double wanted = entry.getValue() * SAMPLES;
      double got = counted.getOrDefault(entry.getKey(), 0);
      if (wanted < 5) {
        rare.add(new double[] {wanted, got});
      } else {
        statistic += (got - wanted) * (got - wanted) / wanted;
        cells++;
      }
    }
    double wanted = rare.stream().mapToDouble(cell -> cell[0]).sum();
    double got = rare.stream().mapToDouble(cell -> cell[1]).sum();
    if (wanted >= 5) {
      statistic += (got - wanted) * (got - wanted) / wanted;
      cells++;
    }
    return 1 - new ChiSquaredDistribution(cells - 1).cumulativeProbability(statistic);
  }

  private static TorchKernel kernel(ModelFiles model) {
    return TorchKernel.load(
        model.checkpoint(), LayerRange.whole(model.config().layers()), ComputeType.FP32, 64);
  }
}
