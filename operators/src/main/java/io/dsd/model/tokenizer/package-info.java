/** Tokenizers: text to token ids and back. */
package io.dsd.model.tokenizer;
