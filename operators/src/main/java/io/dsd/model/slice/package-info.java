/** Slices: contiguous decoder layers that turn blocks into activations, and at the end verdicts. */
package io.dsd.model.slice;
