package io.dsd.model.slice;

/** Hears of the forward passes of a slice, on the thread that makes them. */
@FunctionalInterface
public interface ForwardObserver {

  /**
   * A forward pass was made.
   *
   * @param nanos how long it took
   * @param tokens how many it computed
   */
  void computed(long nanos, int tokens);
}
