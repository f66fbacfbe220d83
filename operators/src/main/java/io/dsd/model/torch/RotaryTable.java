package io.dsd.model.torch;

import io.dsd.model.ModelConfig;

/**
 * Cosines and sines of the rotary position embedding (RoPE, arXiv 2104.09864), in the half-split
 * layout of Hugging Face: element {@code i} and {@code i + head/2} of a head turn together.
 */
final class RotaryTable {

  private final float[] cosines;
  private final float[] sines;

  private RotaryTable(float[] cosines, float[] sines) {
    this.cosines = cosines;
    this.sines = sines;
  }

  /** {@code [positions, head size]}, row-major. */
  float[] cosines() {
    return cosines;
  }

  /** {@code [positions, head size]}, row-major. */
  float[] sines() {
    return sines;
  }

  /** Angles are rounded to floats where the reference rounds them, so that logits agree. */
  static RotaryTable of(ModelConfig config, int positions) {
    int half = config.headSize() / 2;
    float[] frequencies = config.rope().frequencies(config.headSize());
    float[] cosines = new float[positions * config.headSize()];
    float[] sines = new float[cosines.length];
    for (int position = 0; position < positions; position++) {
      for (int i = 0; i < half; i++) {
        float angle = position * frequencies[i];
        int at = position * config.headSize() + i;
        cosines[at] = (float) Math.cos(angle);
        cosines[at + half] = cosines[at];
        sines[at] = (float) Math.sin(angle);
        sines[at + half] = sines[at];
      }
    }
    return new RotaryTable(cosines, sines);
  }
}
