package io.dsd.model.eagle;

import io.dsd.message.Ints;
import java.nio.FloatBuffer;

/**
 * Numbers {@code [rows, width]}, row-major, one row per token: taps of the target, or outputs of
 * the draft. Backed by the array it is made of, which nobody writes to any more.
 */
public final class Features {

  private final float[] data;
  private final int rows;
  private final int width;

  /**
   * Takes the array over.
   *
   * @throws IllegalArgumentException if it has not the size that the shape asks for
   */
  public Features(float[] data, int rows, int width) {
    if (rows < 0 || width < 1 || data.length != (long) rows * width) {
      throw new IllegalArgumentException(
          "features [%d, %d] cannot be made of %d numbers".formatted(rows, width, data.length));
    }
    this.data = data;
    this.rows = rows;
    this.width = width;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The numbers in a row. */
  public int width() {
    return width;
  }

  /** The rows of the given numbers, in that order; a row may come more than once. */
  public Features pick(Ints chosen) {
    float[] picked = new float[chosen.size() * width];
    for (int i = 0; i < chosen.size(); i++) {
      System.arraycopy(data, chosen.get(i) * width, picked, i * width, width);
    }
    return new Features(picked, chosen.size(), width);
  }

  /** Writes all rows to {@code target}. */
  public void copyTo(FloatBuffer target) {
    target.put(data);
  }
}
