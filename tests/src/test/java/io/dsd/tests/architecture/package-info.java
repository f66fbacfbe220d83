/** The arrows between the modules. */
package io.dsd.tests.architecture;
