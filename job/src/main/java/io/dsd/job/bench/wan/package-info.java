/** Wan: modes side by side over slow links. */
package io.dsd.job.bench.wan;
