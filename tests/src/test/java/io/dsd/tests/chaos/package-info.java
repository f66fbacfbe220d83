/** Chaos: a cluster of processes that is disturbed while it answers, and how long that costs. */
package io.dsd.tests.chaos;
