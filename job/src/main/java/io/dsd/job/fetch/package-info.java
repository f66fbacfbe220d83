/** Fetching: the models that have a name, the cache they are kept in, and how they get there. */
package io.dsd.job.fetch;
