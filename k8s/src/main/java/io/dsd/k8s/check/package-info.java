/** Checks: what would refuse a manifest on a cluster, asked before there is one. */
package io.dsd.k8s.check;
