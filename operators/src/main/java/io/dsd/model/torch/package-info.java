/** Torch: a slice's arithmetic as TorchScript text, run by libtorch through DJL. */
package io.dsd.model.torch;
