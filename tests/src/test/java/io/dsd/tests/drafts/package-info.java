/** Drafts: whatever guesses, in whatever blocks, the answers are those of plain decoding. */
package io.dsd.tests.drafts;
