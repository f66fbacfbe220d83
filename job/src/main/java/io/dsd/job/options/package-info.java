/** Options: one YAML file read into one validated record, and the reference written from it. */
package io.dsd.job.options;
