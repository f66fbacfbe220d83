/** Rounds: which blocks of a sequence are on their way, and what a verdict on one makes of them. */
package io.dsd.speculate.round;
