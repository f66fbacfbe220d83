package io.dsd.message;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/** An immutable list of ints, equal by content: token ids, parents of a tree, nodes of a path. */
public final class Ints implements Serializable, Comparable<Ints> {

  private static final long serialVersionUID = 1L;

  private static final Ints EMPTY = new Ints(new int[0]);

  private final int[] values;

  private Ints(int[] values) {
    this.values = values;
  }

  /** The empty list. */
  public static Ints empty() {
    return EMPTY;
  }

  /** The list of the given values, which are copied. */
  public static Ints of(int... values) {
    return values.length == 0 ? EMPTY : new Ints(values.clone());
  }

  /** The list {@code first, first + 1, ..., end - 1}. */
  public static Ints range(int first, int end) {
    return new Ints(IntStream.range(first, end).toArray());
  }

  /** The number of values. */
  public int size() {
    return values.length;
  }

  /** Whether there is no value. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  /** The value at {@code index}. */
  public int get(int index) {
    return values[index];
  }

  /** The last value. */
  public int last() {
    return values[values.length - 1];
  }

  /** The values from {@code from} (inclusive) to {@code to} (exclusive). */
  public Ints slice(int from, int to) {
    return from == 0 && to == values.length ? this : new Ints(Arrays.copyOfRange(values, from, to));
  }

  /** This list followed by {@code more}. */
  public Ints append(int... more) {
    int[] joined = Arrays.copyOf(values, values.length + more.length);
    System.arraycopy(more, 0, joined, values.length, more.length);
    return new Ints(joined);
  }

  /** This list followed by {@code more}. */
  public Ints append(Ints more) {
    return append(more.values);
  }

  /** Whether this list begins with all of {@code prefix}. */
  public boolean startsWith(Ints prefix) {
    return prefix.size() <= size()
        && Arrays.equals(values, 0, prefix.size(), prefix.values, 0, prefix.size());
  }

  /** How many values at the beginning this list and {@code other} have in common. */
  public int commonPrefix(Ints other) {
    int different = Arrays.mismatch(values, other.values);
    return different < 0 ? values.length : different;
  }

  /** Compares value by value; a list comes after its own beginnings. */
  @Override
  public int compareTo(Ints other) {
    return Arrays.compare(values, other.values);
  }

  /** A copy of the values. */
  public int[] toArray() {
    return values.clone();
  }

  /** The values as a stream. */
  public IntStream stream() {
    return Arrays.stream(values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ints that && Arrays.equals(values, that.values);
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
