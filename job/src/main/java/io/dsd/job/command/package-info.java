/** The command line {@code dsd}: one class a command. */
package io.dsd.job.command;
