package io.dsd.job.status;

/**
 * One operator of one replica.
 *
 * @param taskManager the one that it runs on
 * @param values what it measures
 */
public record Placed(String taskManager, Values values) {}
