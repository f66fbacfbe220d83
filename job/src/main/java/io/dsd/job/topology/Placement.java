package io.dsd.job.topology;

import io.dsd.job.options.PlacementSection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.operators.SlotSharingGroup;

/** The slots of slices, pinned to the task managers that declare them if that is asked for. */
final class Placement {

  private final PlacementSection options;
  private final Map<Integer, SlotSharingGroup> slots = new HashMap<>();

  Placement(PlacementSection options) {
    this.options = options;
  }

  /** The slot of a slice, from 0 on. */
  SlotSharingGroup slot(int slice) {
    return slots.computeIfAbsent(slice, this::make);
  }

  private SlotSharingGroup make(int slice) {
    SlotSharingGroup.Builder slot = SlotSharingGroup.newBuilder("slice-" + slice);
    if (options.pin()) {
      slot.setCpuCores(options.cpuCores())
          .setTaskHeapMemory(options.taskHeap())
          .setExternalResource(resource(slice), 1.0);
    }
    return slot.build();
  }

  /** The external resource of task managers that a slice may run on. */
  static String resource(int slice) {
    return "slice" + slice;
  }
}
