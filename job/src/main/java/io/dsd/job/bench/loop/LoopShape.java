package io.dsd.job.bench.loop;

import java.io.Serializable;

/**
 * One thing that is measured.
 *
 * @param bytes of each message, beside what describes it
 * @param inFlight how many messages are under way at the same time
 */
record LoopShape(int bytes, int inFlight) implements Serializable {}
