package io.dsd.job.memory;

import static java.util.Objects.requireNonNull;

import io.dsd.job.options.Options;
import io.dsd.job.options.OptionsException;
import io.dsd.job.topology.RecordPlan;
import io.dsd.model.ModelException;
import io.dsd.model.ModelFiles;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.configuration.MemorySize;

/**
 * The memory of task managers of one slice each, all alike, as Flink divides it.
 *
 * @param offHeapMebibytes {@code taskmanager.memory.task.off-heap.size}: what the largest slice
 *     needs
 * @param heapMebibytes the task heap
 * @param segment {@code taskmanager.memory.segment-size}: two of them hold the largest record
 */
public record TaskManagerMemory(int offHeapMebibytes, int heapMebibytes, MemorySize segment) {

  /** Flink's own, on the heap. */
  public static final int FRAMEWORK_HEAP_MEBIBYTES = 128;

  /** Flink's own, outside the heap. */
  public static final int FRAMEWORK_OFF_HEAP_MEBIBYTES = 128;

  /** Classes. */
  public static final int METASPACE_MEBIBYTES = 256;

  /** Threads, compiled code, garbage collection. */
  public static final int OVERHEAD_MEBIBYTES = 256;

  private static final int LEAST_OFF_HEAP_MEBIBYTES = 256;
  private static final int USUAL_HEAP_MEBIBYTES = 640;
  private static final int LEAST_NETWORK_MEBIBYTES = 128;
  private static final int SEGMENTS = 96;
  private static final int STEP_MEBIBYTES = 64;

  /** Checks the ranges. */
  public TaskManagerMemory {
    requireNonNull(segment, "segment");
    if (offHeapMebibytes < 1 || heapMebibytes < 1) {
      throw new IllegalArgumentException(
          "%d MiB outside the heap, %d on it".formatted(offHeapMebibytes, heapMebibytes));
    }
  }

  /**
   * What the largest slice of a model needs.
   *
   * @param model a directory or file on this machine
   * @throws OptionsException if it cannot be used, or has fewer layers than slices are asked for
   */
  public static TaskManagerMemory of(Path model, Options options) {
    try {
      ModelFiles files = ModelFiles.open(model);
      return of(files, options);
    } catch (ModelException unusable) {
      throw new OptionsException(unusable.getMessage(), unusable);
    }
  }

  /**
   * With a task heap and segments as models of a few hundred million parameters need them.
   *
   * @param mebibytes outside the heap
   * @throws OptionsException if that is less than any model needs
   */
  public static TaskManagerMemory ofOffHeap(int mebibytes) {
    if (mebibytes < LEAST_OFF_HEAP_MEBIBYTES) {
      throw new OptionsException(
          "--off-heap: '%d' is not allowed; give %d MiB or more"
              .formatted(mebibytes, LEAST_OFF_HEAP_MEBIBYTES));
    }
    return new TaskManagerMemory(mebibytes, USUAL_HEAP_MEBIBYTES, MemorySize.parse("256kb"));
  }

  /** What the largest slice of a model needs. */
  public static TaskManagerMemory of(ModelFiles files, Options options) {
    List<SliceMemory> slices = SliceMemory.of(files, options);
    return new TaskManagerMemory(
        mebibytes(largest(slices).offHeapBytes()),
        mebibytes(slices.stream().mapToLong(SliceMemory::heapBytes).max().orElseThrow()),
        RecordPlan.of(options, files.config()).segment());
  }

  /** The slice that needs most outside the heap. */
  static SliceMemory largest(List<SliceMemory> slices) {
    return slices.stream().max(Comparator.comparingLong(SliceMemory::offHeapBytes)).orElseThrow();
  }

  /** Network buffers: {@value #SEGMENTS} segments, and not less than Flink's usual. */
  public int networkMebibytes() {
    return Math.max(LEAST_NETWORK_MEBIBYTES, mebibytes(SEGMENTS * segment.getBytes()));
  }

  /** The whole process: the pod's memory. */
  public int processMebibytes() {
    return FRAMEWORK_HEAP_MEBIBYTES
        + heapMebibytes
        + FRAMEWORK_OFF_HEAP_MEBIBYTES
        + offHeapMebibytes
        + networkMebibytes()
        + METASPACE_MEBIBYTES
        + OVERHEAD_MEBIBYTES;
  }

  private static int mebibytes(long bytes) {
    long step = (long) STEP_MEBIBYTES << 20;
    return Math.toIntExact((bytes + step - 1) / step * STEP_MEBIBYTES);
  }
}
