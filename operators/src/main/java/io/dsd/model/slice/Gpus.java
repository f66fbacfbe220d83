package io.dsd.model.slice;

/** The GPUs that are given to an operator where it runs. */
@FunctionalInterface
public interface Gpus {

  /**
   * One of those that the task manager has as an external resource, the one with the fewest users.
   *
   * @param resource the external resource's name
   * @return its number on the machine
   * @throws io.dsd.model.ModelException if there is none
   */
  int claim(String resource);
}
