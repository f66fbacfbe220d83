package io.dsd.job.options;

import java.io.Serializable;
import org.apache.flink.configuration.MemorySize;

/** The {@code kv} section: the KV caches. */
public record KeyValueSection(
    @Setting(
            fallback = "1g",
            min = "1m",
            meaning =
                "How much memory one replica of a slice uses for the KV caches of its sequences."
                    + " When it is full the least recently used is dropped, and replayed when its"
                    + " sequence goes on. `dsd model show` says what a token takes.")
        MemorySize memory)
    implements Serializable {}
