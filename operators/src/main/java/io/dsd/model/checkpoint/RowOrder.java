package io.dsd.model.checkpoint;

import java.util.List;

/** The order in which a matrix's rows are stored. */
public sealed interface RowOrder {

  /** The numbers of a matrix of that shape in the order that the model uses. */
  float[] used(float[] stored, List<Integer> shape);

  /** Which of the stored rows is that row of the matrix as the model uses it. */
  int stored(int row, int rows);

  /** As the model uses them. */
  record AsUsed() implements RowOrder {

    @Override
    public float[] used(float[] stored, List<Integer> shape) {
      return stored;
    }

    @Override
    public int stored(int row, int rows) {
      return row;
    }
  }

  /**
   * As llama.cpp's rotary embedding reads a query or key projection: within a head, rows of the
   * first and second half take turns.
   *
   * @param heads how many heads the rows are of
   */
  record Interleaved(int heads) implements RowOrder {

    @Override
    public float[] used(float[] stored, List<Integer> shape) {
      int rows = shape.get(0);
      int columns = shape.get(1);
      float[] used = new float[stored.length];
      for (int row = 0; row < rows; row++) {
        System.arraycopy(stored, stored(row, rows) * columns, used, row * columns, columns);
      }
      return used;
    }

    @Override
    public int stored(int row, int rows) {
      int headRows = rows / heads;
      int half = headRows / 2;
      int inHead = row % headRows;
      return row - inHead + 2 * (inHead % half) + inHead / half;
    }
  }
}
