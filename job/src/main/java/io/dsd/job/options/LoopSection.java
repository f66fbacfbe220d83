package io.dsd.job.options;

import io.dsd.operator.admission.ServiceOrder;
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
                    + " reading prompts; the rest of the backlog stays in Kafka. What is on its way"
                    + " at that moment, a few network buffers, comes on top.")
        int maxWaiting,
    @Setting(
            fallback = "arrival",
            meaning =
                "Who of those that wait is next: `arrival` (by the timestamp of the record) or"
                    + " `shortest` (the least expected work first: chunks of the prompt, and the"
                    + " tokens that answers have lately had, `max_tokens` at most).")
        ServiceOrder order,
    @Setting(
            fallback = "10",
            min = "0",
            meaning =
                "With `order: shortest`, how many times its own expected time a sequence can be"
                    + " overtaken: nothing that arrives later than that goes before it.")
        double ageing,
    @Setting(
            fallback = "128",
            min = "1",
            max = "8192",
            meaning =
                "How many prompt tokens go through the slices as one message. Smaller chunks let"
                    + " the slices work on different chunks at once, larger ones compute better.")
        int prefillChunk)
    implements Serializable {}
