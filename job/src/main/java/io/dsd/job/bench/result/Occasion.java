package io.dsd.job.bench.result;

/**
 * When and where something was measured.
 *
 * @param command the command line
 * @param started when, as ISO 8601
 * @param machine processor, cores and memory, in words
 */
public record Occasion(String command, String started, String machine) {}
