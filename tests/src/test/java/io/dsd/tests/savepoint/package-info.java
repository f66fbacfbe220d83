/** Savepoints: state stored by one run, or one release, is taken up by another. */
package io.dsd.tests.savepoint;
