/** The slice operator: one slice of the target model on one subtask. */
package io.dsd.operator.slice;
