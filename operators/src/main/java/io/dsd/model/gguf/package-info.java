/** GGUF files: one file with a model's weights, shape, tokenizer and chat template. */
package io.dsd.model.gguf;
