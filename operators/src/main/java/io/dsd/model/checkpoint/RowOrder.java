package io.dsd.model.checkpoint;

import java.util.List;

/** The order in which a matrix's rows are stored. */
public sealed interface RowOrder {

  /** The numbers of a matrix of that shape in the order that the model uses. */
  float[] used(float[] stored, List<Integer> shape);

  /** As the model uses them. */
  record AsUsed() implements RowOrder {

    @Override
    public float[] used(float[] stored, List<Integer> shape) {
      return stored;
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
      int columns = shape.get(1);
      int headRows = shape.get(0) / heads;
      int half = headRows / 2;
      float[] used = new float[stored.length];
      for (int head = 0; head < heads; head++) {
        for (int row = 0; row < headRows; row++) {
          int from = head * headRows + 2 * (row % half) + row / half;
          int to = head * headRows + row;
          System.arraycopy(stored, from * columns, used, to * columns, columns);
        }
      }
      return used;
    }
  }
}
