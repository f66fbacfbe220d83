/** Problem: questions of public data sets, as prompts. */
package io.dsd.job.bench.problem;
