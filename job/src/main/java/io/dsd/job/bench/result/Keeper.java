package io.dsd.job.bench.result;

import java.io.IOException;

/**
 * Keeps what has been measured so far, so that it is not lost if the rest fails.
 *
 * @param <T> results
 */
@FunctionalInterface
public interface Keeper<T> {

  /** Keeps it in the place of what was kept before. */
  void keep(T results) throws IOException;
}
