package io.dsd.k8s.check;

import static java.util.Objects.requireNonNull;

/**
 * Something wrong with a manifest.
 *
 * @param where the object, and the field in it
 * @param what what is wrong, and what to do
 */
public record Problem(String where, String what) {

  /** Checks that nothing is null. */
  public Problem {
    requireNonNull(where, "where");
    requireNonNull(what, "what");
  }

  @Override
  public String toString() {
    return where + ": " + what;
  }
}
