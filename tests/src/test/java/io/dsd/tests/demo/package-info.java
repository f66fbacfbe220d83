/** The demonstration, started as a person starts it. */
package io.dsd.tests.demo;
