package io.dsd.message;

import java.io.Serializable;
import java.util.Arrays;

/** An immutable list of floats, equal by content. */
public final class Floats implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Floats EMPTY = new Floats(new float[0]);

  private final float[] values;

  private Floats(float[] values) {
    this.values = values;
  }

  /** The empty list. */
  public static Floats empty() {
    return EMPTY;
  }

  /** The list of the given values, which are copied. */
  public static Floats of(float... values) {
    return values.length == 0 ? EMPTY : new Floats(values.clone());
  }

  /** The list of {@code count} times the same value. */
  public static Floats same(float value, int count) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return new Floats(values);
  }

  /** The number of values. */
  public int size() {
    return values.length;
  }

  /** The value at {@code index}. */
  public float get(int index) {
    return values[index];
  }

  /** The values from {@code from} (inclusive) to {@code to} (exclusive). */
  public Floats slice(int from, int to) {
    return new Floats(Arrays.copyOfRange(values, from, to));
  }

  /** A copy of the values. */
  public float[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Floats that && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
