/** The demonstration: broker, cluster and job in one process, from prompt to printed answer. */
package io.dsd.job.demo;
