/**
 * Cluster: a broker and a Flink cluster of real processes on this machine, for tests and trials.
 */
package io.dsd.job.cluster;
