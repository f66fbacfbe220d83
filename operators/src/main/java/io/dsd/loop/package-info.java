/** The feedback edge: verdicts go from the tail to the draft's mailbox inside one JVM. */
package io.dsd.loop;
