package io.dsd.speculate.sampling;

import io.dsd.message.Sampling;
import io.dsd.message.round.TopTokens;
import java.util.Arrays;

/**
 * Logits {@code [rows, vocabulary]}, row-major: one row per node whose next token may be wanted.
 * Backed by the array it is made of, which nobody writes to any more.
 */
public final class Logits {

  private final float[] data;
  private final int rows;
  private final int vocabulary;

  /**
   * Takes the array over.
   *
   * @throws IllegalArgumentException if it has not the size that the shape asks for
   */
  public Logits(float[] data, int rows, int vocabulary) {
    if (rows < 0 || vocabulary < 1 || data.length != (long) rows * vocabulary) {
      throw new IllegalArgumentException(
          "logits [%d, %d] cannot be made of %d numbers".formatted(rows, vocabulary, data.length));
    }
    this.data = data;
    this.rows = rows;
    this.vocabulary = vocabulary;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /** The number of logits in a row. */
  public int vocabulary() {
    return vocabulary;
  }

  /** A copy of one row. */
  public float[] row(int row) {
    return Arrays.copyOfRange(data, row * vocabulary, (row + 1) * vocabulary);
  }

  /** What {@code picker} would propose after {@code row}; see {@link TokenPicker#best}. */
  public Candidates best(TokenPicker picker, int row, Sampling sampling, int position, int count) {
    checkRow(row);
    return picker.best(data, row * vocabulary, vocabulary, sampling, position, count);
  }

  /** The likeliest tokens of {@code row} at temperature 1; see {@link TokenPicker#top}. */
  public TopTokens top(TokenPicker picker, int row, int count) {
    checkRow(row);
    return picker.top(data, row * vocabulary, vocabulary, count);
  }

  private void checkRow(int row) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException("row %d of %d".formatted(row, rows));
    }
  }

  /** What {@code picker} takes from {@code row}, which predicts the token at {@code position}. */
  public int pick(TokenPicker picker, int row, Sampling sampling, int position) {
    checkRow(row);
    return picker.pick(data, row * vocabulary, vocabulary, sampling, position);
  }
}
