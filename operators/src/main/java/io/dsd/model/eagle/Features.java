package io.dsd.model.eagle;

import io.dsd.message.Ints;
import io.dsd.message.round.HiddenStates;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

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

  /** The numbers of hidden states, as floats. */
  public static Features of(HiddenStates hidden) {
    float[] numbers = new float[hidden.rows() * hidden.width()];
    hidden.copyTo(FloatBuffer.wrap(numbers));
    return new Features(numbers, hidden.rows(), hidden.width());
  }

  /** The rows of all parts, one part after the other. */
  public static Features join(List<Features> parts) {
    int width = parts.get(0).width;
    int rows = parts.stream().mapToInt(Features::rows).sum();
    FloatBuffer joined = FloatBuffer.allocate(rows * width);
    parts.forEach(part -> part.copyTo(joined));
    return new Features(joined.array(), rows, width);
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

  /** The rows from {@code from} (inclusive) to {@code to} (exclusive). */
  public Features slice(int from, int to) {
    return from == 0 && to == rows
        ? this
        : new Features(Arrays.copyOfRange(data, from * width, to * width), to - from, width);
  }

  /** Writes all rows to {@code target}. */
  public void copyTo(FloatBuffer target) {
    target.put(data);
  }
}
