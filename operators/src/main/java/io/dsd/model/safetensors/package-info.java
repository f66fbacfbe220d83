/** Safetensors files: tensors of a Hugging Face model, in one file or several. */
package io.dsd.model.safetensors;
