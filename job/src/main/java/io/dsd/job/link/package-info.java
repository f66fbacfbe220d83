/**
 * Link: delaying relays that make loopback behave like a slow link, for tests and measurements
 * only.
 */
package io.dsd.job.link;
