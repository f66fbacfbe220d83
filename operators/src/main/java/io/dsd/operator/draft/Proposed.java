package io.dsd.operator.draft;

import io.dsd.speculate.DraftTask;
import io.dsd.speculate.Proposal;

/**
 * What a drafter says to a task.
 *
 * @param task the task
 * @param proposal the answer
 */
record Proposed(DraftTask task, Proposal proposal) {}
