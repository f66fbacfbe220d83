package io.dsd.model.slice;

/** KV rows of one slice in native memory; whoever allocated them closes them. */
public interface KvRows extends AutoCloseable {

  /** How many rows fit. */
  int capacity();

  /** How many bytes they take. */
  long bytes();

  /**
   * Copies rows of other rows of the same slice.
   *
   * @param at where the first one goes
   * @param first the first one
   * @param count how many
   */
  void put(int at, KvRows source, int first, int count);

  @Override
  void close();
}
