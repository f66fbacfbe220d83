/** The model drafter: a small model with the target's tokenizer that guesses ahead. */
package io.dsd.model.draft;
