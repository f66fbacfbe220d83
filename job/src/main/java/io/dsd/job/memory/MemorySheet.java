package io.dsd.job.memory;

import io.dsd.job.options.Options;
import io.dsd.model.ModelFiles;
import java.util.List;

/** What `dsd model show --kubernetes` prints: the memory of pods, with every summand explained. */
public final class MemorySheet {

  private static final double MEBIBYTE = 1 << 20;

  private final List<SliceMemory> slices;
  private final TaskManagerMemory pod;

  /** The sheet of a model. */
  public MemorySheet(ModelFiles files, Options options) {
    this.slices = SliceMemory.of(files, options);
    this.pod = TaskManagerMemory.of(files, options);
  }

  /** The sheet as text, ready to be printed. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < slices.size(); i++) {
      SliceMemory slice = slices.get(i);
      text.append("%nslice %d%n".formatted(i));
      slice.offHeap().forEach(part -> row(text, part));
      row(text, new MemoryPart("= outside the heap", slice.offHeapBytes(), ""));
      slice.heap().forEach(part -> row(text, part));
      row(text, new MemoryPart("= on the heap", slice.heapBytes(), ""));
    }
    text.append("%na task manager, for any of these slices%n".formatted());
    setting(text, "taskmanager.memory.task.off-heap.size", pod.offHeapMebibytes());
    setting(text, "taskmanager.memory.network.min and .max", pod.networkMebibytes());
    setting(text, "taskmanager.memory.jvm-metaspace.size", TaskManagerMemory.METASPACE_MEBIBYTES);
    setting(
        text, "taskmanager.memory.jvm-overhead.min and .max", TaskManagerMemory.OVERHEAD_MEBIBYTES);
    setting(text, "Flink's own heap", TaskManagerMemory.FRAMEWORK_HEAP_MEBIBYTES);
    setting(text, "Flink's own off-heap", TaskManagerMemory.FRAMEWORK_OFF_HEAP_MEBIBYTES);
    setting(text, "task heap, which is the rest", pod.heapMebibytes());
    setting(text, "= spec.taskManager.resource.memory", pod.processMebibytes());
    text.append(
        "taskmanager.memory.segment-size: %s, and the same as network.segment-size of the job%n"
            .formatted(kibibytes(pod.segment().getBytes())));
    return text.toString();
  }

  private static String kibibytes(long bytes) {
    return (bytes >> 10) + "kb";
  }

  private static void row(StringBuilder text, MemoryPart part) {
    String line =
        "  %-22s %10.1f MiB  %s".formatted(part.name(), part.bytes() / MEBIBYTE, part.reason());
    text.append(line.stripTrailing()).append(System.lineSeparator());
  }

  private static void setting(StringBuilder text, String name, int mebibytes) {
    text.append("  %-44s %6d MiB%n".formatted(name, mebibytes));
  }
}
