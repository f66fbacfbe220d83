package io.dsd.job.cluster;

import io.dsd.job.options.Options;
import io.dsd.job.topology.Topology;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.KernelFactory;
import io.dsd.model.slice.SliceKernel;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What a task manager holds so that any slice of a job can begin there at once: the native
 * libraries, and the weights of all slices, which a JVM has once.
 *
 * @param model the model's path, the same on every task manager
 * @param slices the kernels of all slices
 */
record Warmth(String model, List<KernelFactory> slices) implements Serializable {

  /** Keeps a copy that can be sent. */
  Warmth {
    slices = List.copyOf(slices);
  }

  /** What a job needs. */
  static Warmth of(Options job) {
    return new Warmth(job.model(), Topology.kernels(job));
  }

  /** Loads it; it stays until the result is closed. */
  AutoCloseable take() {
    Deque<SliceKernel> kernels = new ArrayDeque<>();
    try {
      ModelFiles.open(Path.of(model)).openTokenizer().close();
      slices.forEach(each -> kernels.push(each.open()));
    } catch (RuntimeException failure) {
      kernels.forEach(SliceKernel::close);
      throw failure;
    }
    return () -> kernels.forEach(SliceKernel::close);
  }
}
