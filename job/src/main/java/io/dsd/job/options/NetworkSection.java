package io.dsd.job.options;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import org.apache.flink.configuration.MemorySize;

/**
 * The {@code network} section: what is known of the cluster's network buffers, and what travels.
 */
public record NetworkSection(
    @Setting(
            fallback = "0b",
            min = "0b",
            meaning =
                "The cluster's `taskmanager.memory.segment-size`. Chunks of prompts and batches are"
                    + " then cut so that a record fits into two segments, which is what Flink sends"
                    + " over a slow link without waiting for an answer (docs/wan.md). `0b`: cut"
                    + " nothing; a task manager whose segments are too small says so in its log.")
        MemorySize segmentSize,
    @Setting(
            fallback = "dtype",
            meaning =
                "The form in which hidden states travel between slices, and to a draft that looks"
                    + " at them: `dtype` (the numbers as they were computed) or `int8` (rounded to"
                    + " 8 bits, with a scale for every 64: 53 % of the bytes of `bf16`, for thin"
                    + " links; another model, with other answers, and no promise that a replay or"
                    + " another block size gives the same).")
        RowForm rows)
    implements Serializable {

  /** Checks that nothing is null. */
  public NetworkSection {
    requireNonNull(segmentSize, "segmentSize");
    requireNonNull(rows, "rows");
  }

  /** Whether anything is known. */
  public boolean isKnown() {
    return segmentSize.getBytes() > 0;
  }
}
