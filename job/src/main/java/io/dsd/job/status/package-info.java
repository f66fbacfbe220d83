/** Status: what a running job's metrics say, read from Flink's REST interface. */
package io.dsd.job.status;
