/**
 * The router: which of several drafters a sequence is drafted by, from what each of them yields.
 */
package io.dsd.speculate.router;
