package io.dsd.model.slice;

import io.dsd.message.round.LoopMessage;

/**
 * A message that waits in front of a slice.
 *
 * @param message the message
 * @param nanos when it came, by {@link System#nanoTime}
 */
public record Arrived(LoopMessage message, long nanos) {}
