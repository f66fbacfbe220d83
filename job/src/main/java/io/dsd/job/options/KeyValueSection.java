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
        MemorySize memory,
    @Setting(
            fallback = "256",
            min = "1",
            meaning =
                "From how many tokens on a beginning that sequences have in common is stored once"
                    + " for all of them; of a shorter one each gets a copy. Reading two parts"
                    + " costs a little time at every token.")
        int shareMinimum,
    @Setting(
            fallback = "16",
            min = "0",
            max = "65536",
            meaning =
                "How many sequences that have ended keep their KV caches, so that a later one that"
                    + " begins alike, such as the next turn of a chat, need not compute them"
                    + " again. They are the first to go when `kv.memory` is full.")
        int keepEnded)
    implements Serializable {}
