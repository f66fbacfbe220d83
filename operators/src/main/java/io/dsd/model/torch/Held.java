package io.dsd.model.torch;

/**
 * Something that is used until it is closed.
 *
 * @param value what is used
 * @param release what closing does
 */
record Held<V>(V value, Runnable release) implements AutoCloseable {

  @Override
  public void close() {
    release.run();
  }
}
