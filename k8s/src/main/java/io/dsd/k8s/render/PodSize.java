package io.dsd.k8s.render;

import static java.util.Objects.requireNonNull;

import io.dsd.job.memory.TaskManagerMemory;
import io.dsd.job.options.OptionsException;

/**
 * What a task manager's pod asks of its node.
 *
 * @param gpus NVIDIA GPUs; 0 for none
 * @param memory as Flink divides it
 */
public record PodSize(int gpus, TaskManagerMemory memory) {

  private static final int MOST_GPUS = 16;

  /**
   * Checks the number of GPUs.
   *
   * @throws OptionsException if a node cannot have so many
   */
  public PodSize {
    requireNonNull(memory, "memory");
    if (gpus < 0 || gpus > MOST_GPUS) {
      throw new OptionsException(
          "--gpus: '%d' is not allowed; give a whole number from 0 to %d"
              .formatted(gpus, MOST_GPUS));
    }
  }

  /** Cores: slices compute on them, or feed the GPU from them. */
  int cores() {
    return gpus == 0 ? 2 : 4;
  }

  /** The tag of the image for it. */
  String variant() {
    return gpus == 0 ? "cpu" : "cuda";
  }
}
