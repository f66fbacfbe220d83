package io.dsd.job.memory;

import io.dsd.job.options.Options;
import io.dsd.job.topology.SliceCut;
import io.dsd.model.ModelConfig;
import io.dsd.model.ModelFiles;
import io.dsd.model.slice.LayerRange;
import java.util.ArrayList;
import java.util.List;

/**
 * What one slice needs outside the heap, and what it needs on the heap.
 *
 * @param offHeap weights, KV caches and tensors, which libtorch allocates
 * @param heap what is decoded or read on the heap on its way from or to libtorch
 */
public record SliceMemory(List<MemoryPart> offHeap, List<MemoryPart> heap) {

  /** Keeps copies. */
  public SliceMemory {
    offHeap = List.copyOf(offHeap);
    heap = List.copyOf(heap);
  }

  /**
   * The memory of every slice.
   *
   * @param files of the target, whose headers are read
   * @param options the job's; {@code model} is not looked at, draft models are
   */
  public static List<SliceMemory> of(ModelFiles files, Options options) {
    ModelConfig config = files.config();
    SliceParts target = new SliceParts(files, options);
    List<SliceMemory> slices = new ArrayList<>();
    for (LayerRange range : SliceCut.of(options, files)) {
      List<MemoryPart> offHeap = new ArrayList<>(target.offHeap(range));
      List<MemoryPart> heap = new ArrayList<>(target.heap(range));
      if (range.isFirst()) {
        offHeap.addAll(DraftParts.offHeap(config, options));
      }
      slices.add(new SliceMemory(offHeap, heap));
    }
    return List.copyOf(slices);
  }

  /** The sum outside the heap, in bytes. */
  public long offHeapBytes() {
    return offHeap.stream().mapToLong(MemoryPart::bytes).sum();
  }

  /** The sum on the heap, in bytes. */
  public long heapBytes() {
    return heap.stream().mapToLong(MemoryPart::bytes).sum();
  }
}
