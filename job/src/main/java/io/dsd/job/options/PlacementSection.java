package io.dsd.job.options;

import java.io.Serializable;
import org.apache.flink.configuration.MemorySize;

/** The {@code placement} section: which task managers slices run on. */
public record PlacementSection(
    @Setting(
            fallback = "false",
            meaning =
                "Whether slice i runs only on task managers that declare the external resource"
                    + " `slice<i>` (`external-resources: slice1` and"
                    + " `external-resource.slice1.amount: 1` in their Flink configuration; draft"
                    + " and tail go with slice 0).")
        boolean pin,
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
        MemorySize taskHeap)
    implements Serializable {}
