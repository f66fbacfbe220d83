/** Operators: the stages of the job, thin around the parts that do the work; knows no DJL. */
package io.dsd.operator;
