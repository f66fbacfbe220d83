/** Checkpoints: a model's shape and its stored tensors, whatever the file format. */
package io.dsd.model.checkpoint;
