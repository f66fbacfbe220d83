/** Rounds: the messages of one trip around the loop, from the draft through the slices and back. */
package io.dsd.message.round;
