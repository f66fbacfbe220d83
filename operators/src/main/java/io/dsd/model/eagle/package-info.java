/** EAGLE-3: a feature-based draft network, apart from the library that computes it. */
package io.dsd.model.eagle;
