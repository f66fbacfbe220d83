/** Admission: how many sequences are decoded at once, how many wait, and who is next. */
package io.dsd.operator.admission;
