/** Failures: what is promised when something breaks, shown by breaking it. */
package io.dsd.tests.failure;
