/** Prefixes: sequences that begin alike, through the whole job. */
package io.dsd.tests.prefix;
