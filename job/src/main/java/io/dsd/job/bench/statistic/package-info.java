/** Statistic: what many measurements say, and how sure that is. */
package io.dsd.job.bench.statistic;
