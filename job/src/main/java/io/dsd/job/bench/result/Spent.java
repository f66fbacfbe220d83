package io.dsd.job.bench.result;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Where the time of an answer went, in milliseconds.
 *
 * @param wall from sending the prompt to having the completion
 * @param first from sending the prompt to having the first tokens; 0 if nobody listened for them
 * @param draft waiting for the drafter
 * @param slices forward passes, of the prompt too
 * @param queues waiting in front of slices
 * @param links the rest of the round trips
 */
public record Spent(
    double wall, double first, double draft, double slices, double queues, double links) {

  /** What the {@code speculation} of a completion tells, beside what its reader measured. */
  public static Spent of(JsonNode speculation, double wall, double first) {
    return new Spent(
        wall,
        first,
        speculation.path("draft_ms").asDouble(),
        speculation.path("slices_ms").asDouble(),
        speculation.path("queue_ms").asDouble(),
        speculation.path("links_ms").asDouble());
  }

  /** From the first block to the last verdict. */
  public double loop() {
    return draft + slices + queues + links;
  }
}
