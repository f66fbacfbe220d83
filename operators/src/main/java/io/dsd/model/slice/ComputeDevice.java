package io.dsd.model.slice;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/** What a slice or a draft computes on. */
public sealed interface ComputeDevice extends Serializable {

  /** The CPU. */
  record Cpu() implements ComputeDevice {}

  /**
   * A GPU by its number.
   *
   * @param index its number on the machine, as CUDA counts
   */
  record Gpu(int index) implements ComputeDevice {}

  /**
   * A GPU that Flink gives.
   *
   * @param resource the name of the external resource
   */
  record GivenGpu(String resource) implements ComputeDevice {

    /** Checks that nothing is null. */
    public GivenGpu {
      requireNonNull(resource, "resource");
    }
  }

  /** The CPU, or the GPU's number. */
  default ComputeDevice among(Gpus gpus) {
    return this instanceof GivenGpu given ? new Gpu(gpus.claim(given.resource())) : this;
  }
}
