/** Answers: completions, deltas and dead letters as records on their topics. */
package io.dsd.kafka.answer;
