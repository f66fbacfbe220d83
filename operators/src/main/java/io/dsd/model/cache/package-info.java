/** Caches: which KV row of a sequence lies where, and what a block may see of them; pure Java. */
package io.dsd.model.cache;
