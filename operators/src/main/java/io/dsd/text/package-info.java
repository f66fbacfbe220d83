/** Text: what generated tokens read, piece by piece, up to a stop text; pure Java. */
package io.dsd.text;
