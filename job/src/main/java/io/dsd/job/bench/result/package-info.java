/** Result: what was measured, as it is stored, and what it comes to. */
package io.dsd.job.bench.result;
