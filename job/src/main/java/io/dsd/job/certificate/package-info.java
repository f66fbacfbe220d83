/** Certificates for a Flink cluster and those who submit to it. */
package io.dsd.job.certificate;
