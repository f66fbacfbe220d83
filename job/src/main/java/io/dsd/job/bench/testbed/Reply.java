package io.dsd.job.bench.testbed;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What came back for a prompt.
 *
 * @param index the prompt's place among those that were sent
 * @param completion the completion record
 * @param sentNanos when it was sent, by {@link System#nanoTime}
 * @param firstMillis from then to the first piece; 0 if there was none
 * @param wallMillis from then to the completion
 */
public record Reply(
    int index, JsonNode completion, long sentNanos, double firstMillis, double wallMillis) {}
