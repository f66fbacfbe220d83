/** Work off the mailbox: long computations that must not hold up barriers and cancellation. */
package io.dsd.operator.work;
