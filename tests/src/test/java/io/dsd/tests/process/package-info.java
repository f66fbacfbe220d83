/** The artifact and the command line on processes of their own, as in production. */
package io.dsd.tests.process;
