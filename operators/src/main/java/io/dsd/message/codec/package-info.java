/** Codecs: the messages as bytes, for the wire and for keyed state; each value has a version. */
package io.dsd.message.codec;
