/** Testbed: a cluster of processes for a measurement, and the jobs that are measured on it. */
package io.dsd.job.bench.testbed;
