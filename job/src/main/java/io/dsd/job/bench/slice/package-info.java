/** Slice: how long forward passes take, against what the machine could do at best. */
package io.dsd.job.bench.slice;
