/** Load: one job with more and more sequences at the same time. */
package io.dsd.job.bench.load;
