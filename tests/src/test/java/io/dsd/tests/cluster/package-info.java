/** A broker and a cluster in the test's JVM, with the product's own job on them. */
package io.dsd.tests.cluster;
