/** Overlays made from a few answers: model, slices, GPUs, topics. */
package io.dsd.k8s.render;
