package io.dsd.speculate.sampling;

import io.dsd.message.Sampling;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What {@link TokenPicker} does, the plain and slow way: sort, sum, and look at everything. */
final class PlainPicker {

  private PlainPicker() {}

  /** The tokens that top-k and then top-p leave, likeliest first. */
  static List<Integer> candidates(float[] logits, Sampling sampling) {
    List<Integer> order =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(
                Comparator.comparing((Integer token) -> -(logits[token] + 0.0f))
                    .thenComparing(token -> token))
            .toList();
    if (sampling.topK() > 0 && sampling.topK() < order.size()) {
      order = order.subList(0, sampling.topK());
    }
    if (sampling.topP() == 1) {
      return order;
    }
    double[] masses = masses(logits, order, sampling);
    double total = IntStream.range(0, masses.length).mapToDouble(i -> masses[i]).sum();
    double sum = 0;
    int count = 0;
    while (count < masses.length && sum < sampling.topP() * total) {
      sum += masses[count++];
    }
    return order.subList(0, count);
  }

  /** The probability of each token. */
  static double[] distribution(float[] logits, Sampling sampling) {
    List<Integer> left = candidates(logits, sampling);
    double[] masses = masses(logits, left, sampling);
    double total = IntStream.range(0, masses.length).mapToDouble(i -> masses[i]).sum();
    double[] probabilities = new double[logits.length];
    for (int index = 0; index < masses.length; index++) {
      probabilities[left.get(index)] = masses[index] / total;
    }
    return probabilities;
  }

  private static double[] masses(float[] logits, List<Integer> tokens, Sampling sampling) {
    double peak = logits[tokens.get(0)];
    return tokens.stream()
        .mapToDouble(token -> Math.exp((logits[token] - peak) / sampling.temperature()))
        .toArray();
  }

  static int pick(float[] logits, Sampling sampling, int position) {
    if (sampling.isGreedy()) {
      return candidates(logits, new Sampling(1, 1, 1, 0)).get(0);
    }
    List<Integer> left = candidates(logits, sampling);
    double peak = logits[left.get(0)];
    GumbelNoise noise = GumbelNoise.at(sampling.seed(), position);
    return left.stream()
        .sorted()
        .max(
            Comparator.comparing(
                    (Integer token) ->
                        (logits[token] - peak) / sampling.temperature() + noise.of(token))
                .thenComparing(token -> -token))
        .orElseThrow();
  }
}
