package io.dsd.model;

import java.util.List;

/** How rotary frequencies are stretched to a longer context. */
public sealed interface RopeScaling {

  /** The stretched form of the frequency that turns the pair {@code index} of a head. */
  float scaled(float frequency, int index);

  /** Not at all. */
  record None() implements RopeScaling {

    @Override
    public float scaled(float frequency, int index) {
      return frequency;
    }
  }

  /**
   * All by one factor (arXiv 2306.15595).
   *
   * @param factor what they are divided by
   */
  record Linear(double factor) implements RopeScaling {

    @Override
    public float scaled(float frequency, int index) {
      return frequency / (float) factor;
    }
  }

  /**
   * As in Llama 3.1: long waves by the factor, short ones not, those between by a share of it.
   *
   * @param factor what the frequencies of long waves are divided by
   * @param lowFrequencyFactor waves longer than the original context divided by this are long
   * @param highFrequencyFactor waves shorter than the original context divided by this are short
   * @param originalContext positions that the model was first trained on
   */
  record Llama3(
      double factor, double lowFrequencyFactor, double highFrequencyFactor, int originalContext)
      implements RopeScaling {

    @Override
    public float scaled(float frequency, int index) {
      float wave = (float) (2 * Math.PI) / frequency;
      if (wave > (float) (originalContext / lowFrequencyFactor)) {
        return frequency / (float) factor;
      }
      if (wave < (float) (originalContext / highFrequencyFactor)) {
        return frequency;
      }
      float smooth =
          (originalContext / wave - (float) lowFrequencyFactor)
              / (float) (highFrequencyFactor - lowFrequencyFactor);
      return (1 - smooth) * frequency / (float) factor + smooth * frequency;
    }
  }

  /**
   * Each by a factor of its own, as GGUF files of Llama 3.1 have them.
   *
   * @param factors what each frequency is divided by
   */
  record Factors(List<Float> factors) implements RopeScaling {

    /** Copies the factors. */
    public Factors {
      factors = List.copyOf(factors);
    }

    @Override
    public float scaled(float frequency, int index) {
      return frequency / factors.get(index);
    }
  }
}
