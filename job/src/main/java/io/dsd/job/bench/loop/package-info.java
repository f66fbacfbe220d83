/** Loop: how long a round trip takes in which nothing is computed, against bare sockets. */
package io.dsd.job.bench.loop;
