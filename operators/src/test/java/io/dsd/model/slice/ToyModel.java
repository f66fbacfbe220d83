package io.dsd.model.slice;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.speculate.sampling.Logits;
import io.dsd.speculate.sampling.TokenPicker;
import java.util.ArrayList;
import java.util.List;

/**
 * A language model by hashing: a token's state depends on exactly the rows it sees and on its
 * position, so that one wrong, missing or surplus row changes everything that follows.
 */
final class ToyModel {

  static final int VOCABULARY = 4;

  private final TokenPicker picker = TokenPicker.forTarget();
  private final int layers;

  ToyModel(int layers) {
    this.layers = layers;
  }

  static long embed(int token) {
    return mix(token + 1L);
  }

  static long row(long state, int position, int layer) {
    return mix(state * 31 + position * 7L + layer);
  }

  static long next(long state, long sumOfRows) {
    return mix(state + sumOfRows);
  }

  static Logits logits(long... states) {
    float[] values = new float[states.length * VOCABULARY];
    for (int i = 0; i < values.length; i++) {
      long bits = mix(states[i / VOCABULARY] + i % VOCABULARY);
      values[i] = (bits >>> 40) / (float) (1 << 22);
    }
    return new Logits(values, states.length, VOCABULARY);
  }

  /** Plain decoding without any cache. */
  Ints decode(Ints prompt, int count, Sampling sampling) {
    Ints tokens = prompt;
    for (int i = 0; i < count; i++) {
      tokens = tokens.append(nextToken(tokens, sampling));
    }
    return tokens;
  }

  private int nextToken(Ints tokens, Sampling sampling) {
    List<Long> states = new ArrayList<>();
    tokens.stream().forEach(token -> states.add(embed(token)));
    for (int layer = 0; layer < layers; layer++) {
      long sum = 0;
      for (int position = 0; position < states.size(); position++) {
        sum += row(states.get(position), position, layer);
        states.set(position, next(states.get(position), sum));
      }
    }
    return logits(states.get(states.size() - 1)).pick(picker, 0, sampling, tokens.size());
  }

  private static long mix(long value) {
    long bits = value * 0x9E3779B97F4A7C15L;
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return bits ^ (bits >>> 31);
  }
}
