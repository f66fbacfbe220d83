/** The job: how it is started and what is made of its parts. */
package io.dsd.job;
