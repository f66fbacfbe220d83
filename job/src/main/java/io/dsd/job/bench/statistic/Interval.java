package io.dsd.job.bench.statistic;

/**
 * A value and where it may as well lie.
 *
 * @param value the estimate
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double value, double low, double high) {}
