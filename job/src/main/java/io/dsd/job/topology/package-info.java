/** The topology: one method draws the job graph. */
package io.dsd.job.topology;
