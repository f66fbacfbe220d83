/** Manifests: what kustomize renders, read as it is. */
package io.dsd.k8s.manifest;
