/** Changes: what a diff of a few lines does to what a cluster gets. */
package io.dsd.k8s.change;
