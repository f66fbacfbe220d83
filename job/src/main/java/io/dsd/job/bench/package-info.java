/** Bench: what the measurements that {@code ./dsd bench} makes have in common. */
package io.dsd.job.bench;
