package io.dsd.job.options;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many slices there are, and how many layers each one has if that is said: {@code 3}, or {@code
 * [8, 8, 14]}.
 */
public final class Slices implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int MOST = 1024;

  private final int count;
  private final ArrayList<Integer> layers;

  private Slices(int count, List<Integer> layers) {
    this.count = count;
    this.layers = new ArrayList<>(layers);
  }

  /** So many, and nothing is said about their layers. */
  public static Slices of(int count) {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("not from 1 to " + MOST);
    }
    return new Slices(count, List.of());
  }

  /** What {@code text} stands for; throws IllegalArgumentException if that is nothing. */
  static Slices parse(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    if (!bracketed && !text.contains(",")) {
      return of(Integer.parseInt(text));
    }
    List<Integer> layers =
        Arrays.stream((bracketed ? text.substring(1, text.length() - 1) : text).split(",", -1))
            .map(each -> of(Integer.parseInt(each.strip())).count())
            .toList();
    return new Slices(of(layers.size()).count(), layers);
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** How many layers each one has; empty if nothing is said about that. */
  public List<Integer> layers() {
    return List.copyOf(layers);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Slices that && layers.equals(that.layers) && count == that.count;
  }

  @Override
  public int hashCode() {
    return layers.hashCode();
  }

  @Override
  public String toString() {
    return layers.isEmpty() ? Integer.toString(count) : layers.toString();
  }
}
