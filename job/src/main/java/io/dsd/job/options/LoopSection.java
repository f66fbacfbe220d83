package io.dsd.job.options;

import java.io.Serializable;

/** The {@code loop} section: how many sequences, in what pieces. */
public record LoopSection(
    @Setting(
            fallback = "16",
            min = "1",
            max = "65536",
            meaning =
                "How many sequences one replica works on at the same time; more wait. Their KV"
                    + " caches should fit into `kv.memory`.")
        int maxActive,
    @Setting(
            fallback = "10000",
            min = "0",
            meaning =
                "How many more sequences one replica keeps waiting in its state before it stops"
                    + " reading prompts; the rest of the backlog stays in Kafka.")
        int maxWaiting,
    @Setting(
            fallback = "128",
            min = "1",
            max = "8192",
            meaning =
                "How many prompt tokens go through the slices as one message. Smaller chunks let"
                    + " the slices work on different chunks at once, larger ones compute better.")
        int prefillChunk)
    implements Serializable {}
