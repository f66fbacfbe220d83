/** Likelihood: what the target thinks of the answers. */
package io.dsd.job.bench.likelihood;
