package io.dsd.model.slice;

/**
 * The KV rows of one sequence in one slice, in native memory; whoever allocated them closes them.
 */
public interface KvRows extends AutoCloseable {

  /** How many rows fit. */
  int capacity();

  /** How many bytes they take. */
  long bytes();

  @Override
  void close();
}
