/** Metrics: what operators count, under names that dashboards rely on. */
package io.dsd.metrics;
