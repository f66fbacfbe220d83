/** Device: which of the GPUs of a task manager an operator computes on. */
package io.dsd.operator.device;
