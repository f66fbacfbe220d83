/** Trace: what each slice computed when. */
package io.dsd.job.bench.trace;
