package io.dsd.speculate;

import io.dsd.message.Ints;
import io.dsd.message.Sampling;
import io.dsd.message.SequenceId;

/**
 * A wish for a proposal.
 *
 * @param sequence the sequence
 * @param committed all its tokens so far, prompt included
 * @param sampling how the target picks; a drafter with a distribution uses the same noise
 * @param length how many tokens to propose at most; 0 asks only to catch up with the prefix
 */
public record DraftTask(SequenceId sequence, Ints committed, Sampling sampling, int length) {}
