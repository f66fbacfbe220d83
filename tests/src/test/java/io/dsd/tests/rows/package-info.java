/** Rows: hidden states that travel in another form than they are computed in. */
package io.dsd.tests.rows;
