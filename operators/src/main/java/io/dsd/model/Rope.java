package io.dsd.model;

import static java.util.Objects.requireNonNull;

/**
 * The frequencies of the rotary position embedding (RoPE, arXiv 2104.09864).
 *
 * @param theta their base
 * @param scaling what stretches them to longer texts than the model was first trained on
 */
public record Rope(double theta, RopeScaling scaling) {

  /** Checks that nothing is null. */
  public Rope {
    requireNonNull(scaling, "scaling");
  }

  /** Frequencies that nothing stretches. */
  public static Rope plain(double theta) {
    return new Rope(theta, new RopeScaling.None());
  }

  /**
   * The frequencies of a head, in radians per position, rounded to floats where transformers rounds
   * them.
   */
  public float[] frequencies(int headSize) {
    float[] frequencies = new float[headSize / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float exponent = (float) (2 * i) / headSize;
      frequencies[i] = scaling.scaled(1.0f / (float) Math.pow(theta, exponent), i);
    }
    return frequencies;
  }
}
