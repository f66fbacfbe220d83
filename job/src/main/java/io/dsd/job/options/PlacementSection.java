package io.dsd.job.options;

import io.dsd.model.slice.ComputeDevice;
import java.io.Serializable;
import org.apache.flink.configuration.MemorySize;

/** The {@code placement} section: which task managers slices run on. */
public record PlacementSection(
    @Setting(
            fallback = "false",
            meaning =
                "Whether slice i runs only on task managers that declare the external resource"
                    + " `slice<i>` (`external-resources: slice1` and"
                    + " `external-resource.slice1.amount: 1` in their Flink configuration).")
        boolean pin,
    @Setting(
            fallback = "slice-0",
            meaning =
                "Where draft and tail run: in the slot of slice 0, so that a round crosses as many"
                    + " links as there are slices, or apart, in a slot of their own, which takes a"
                    + " machine and a link more; pinned ones go to task managers that declare the"
                    + " external resource `draft`.")
        DraftPlace draft,
    @Setting(
            fallback = "1",
            min = "0",
            aboveMin = true,
            max = "1024",
            meaning =
                "With `placement.pin`, the share of its task manager's `taskmanager.cpu.cores` that"
                    + " one replica of a slice takes.")
        double cpuCores,
    @Setting(
            fallback = "128m",
            min = "1m",
            meaning =
                "With `placement.pin`, the share of its task manager's task heap that one replica"
                    + " of a slice takes.")
        MemorySize taskHeap,
    @Setting(
            fallback = "[]",
            meaning =
                "What the machine of each slice can do, in their order: its speed beside the"
                    + " others and, if it is short, the memory that one replica of a slice may take"
                    + " there, weights and `kv.memory` together. `[1, 1, 2]` makes the third slice"
                    + " about twice as large as the others, `[1 8g, 1 8g, 2 12g]` no larger than"
                    + " fits. The slowest slice is then as fast as can be, with the head counted."
                    + " `./dsd status --balance MODEL` measures the speeds.")
        Machines machines,
    @Setting(
            fallback = "cpu",
            meaning =
                "What slices and model drafts compute on: the CPU, a GPU that Flink's"
                    + " external-resource framework gives, or the GPU of that number on every"
                    + " machine. See [gpu.md](gpu.md), also for what has been run.")
        DeviceChoice device,
    @Setting(
            fallback = "gpu",
            meaning =
                "With `placement.device: cuda`, the name of the external resource that GPUs are"
                    + " from.")
        String gpuResource)
    implements Serializable {

  /** What slices and drafts compute on. */
  public ComputeDevice computeDevice() {
    return device.from(gpuResource);
  }

  /** Checks what this section and the number of slices must have in common. */
  void check(Slices slices) {
    int known = machines.list().size();
    OptionsException.check(
        known == 0 || known == slices.count(),
        () ->
            "placement.machines: %d are given for %d slices; give one for each"
                .formatted(known, slices.count()));
    OptionsException.check(
        known == 0 || slices.layers().isEmpty(),
        () ->
            "placement.machines: given, but slices says how many layers each slice has, %s; remove the one or write slices: %d"
                .formatted(slices, slices.count()));
  }
}
