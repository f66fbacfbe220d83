package io.dsd.job.topology;

import io.dsd.job.options.DraftPlace;
import io.dsd.job.options.PlacementSection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.operators.SlotSharingGroup;

/**
 * The slots of slices and draft, pinned to the task managers that declare them if that is asked
 * for.
 */
final class Placement {

  /** The external resource of task managers that a draft apart may run on, and its slot's name. */
  private static final String DRAFT = "draft";

  private final PlacementSection options;
  private final Map<String, SlotSharingGroup> slots = new HashMap<>();

  Placement(PlacementSection options) {
    this.options = options;
  }

  /** The slot of a slice, from 0 on. */
  SlotSharingGroup slot(int slice) {
    return slots.computeIfAbsent("slice-" + slice, name -> make(name, resource(slice)));
  }

  /** The slot of the draft, and of what has to be where it is. */
  SlotSharingGroup draft() {
    return options.draft() == DraftPlace.APART
        ? slots.computeIfAbsent(DRAFT, name -> make(name, DRAFT))
        : slot(0);
  }

  private SlotSharingGroup make(String name, String resource) {
    SlotSharingGroup.Builder slot = SlotSharingGroup.newBuilder(name);
    if (options.pin()) {
      slot.setCpuCores(options.cpuCores())
          .setTaskHeapMemory(options.taskHeap())
          .setExternalResource(resource, 1.0);
    }
    return slot.build();
  }

  /** The external resource of task managers that a slice may run on. */
  static String resource(int slice) {
    return "slice" + slice;
  }
}
