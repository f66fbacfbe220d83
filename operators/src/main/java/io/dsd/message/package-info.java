/** Messages: the values that travel and are stored; pure Java, immutable, equal by content. */
package io.dsd.message;
