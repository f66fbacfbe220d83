/** Monitoring: the dashboard, drawn from what the job counts. */
package io.dsd.k8s.monitoring;
