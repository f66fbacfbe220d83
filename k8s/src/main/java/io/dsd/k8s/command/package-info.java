/** The command line: {@code dsd k8s}. */
package io.dsd.k8s.command;
