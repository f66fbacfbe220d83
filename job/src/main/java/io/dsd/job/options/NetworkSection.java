package io.dsd.job.options;

import java.io.Serializable;
import org.apache.flink.configuration.MemorySize;

/** The {@code network} section: what is known of the cluster's network buffers. */
public record NetworkSection(
    @Setting(
            fallback = "0b",
            min = "0b",
            meaning =
                "The cluster's `taskmanager.memory.segment-size`. Chunks of prompts and batches are"
                    + " then cut so that a record fits into two segments, which is what Flink sends"
                    + " over a slow link without waiting for an answer (docs/wan.md). `0b`: cut"
                    + " nothing; a task manager whose segments are too small says so in its log.")
        MemorySize segmentSize)
    implements Serializable {

  /** Whether anything is known. */
  public boolean isKnown() {
    return segmentSize.getBytes() > 0;
  }
}
