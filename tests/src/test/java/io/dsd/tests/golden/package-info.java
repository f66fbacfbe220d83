/** Golden values: the default model, through the whole job, against transformers. */
package io.dsd.tests.golden;
