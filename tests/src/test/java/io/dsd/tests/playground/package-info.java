/**
 * A playground: one broker and one cluster for many runs of the job, and what is looked at in their
 * answers.
 */
package io.dsd.tests.playground;
